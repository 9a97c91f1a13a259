package dev.flinkoperator.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Where jars are fetched from, another one at each address; counts those who come. */
final class WebServer implements AutoCloseable {

  private final HttpServer server;
  private final AtomicInteger fetched = new AtomicInteger();

  WebServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            fetched.incrementAndGet();
            byte[] jar = jar(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, jar.length);
            exchange.getResponseBody().write(jar);
          }
        });
    server.start();
  }

  String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** It begins as a jar does; nobody but Flink looks further. */
  byte[] jar(String path) {
    return ("PK\3\4 of " + path).getBytes(UTF_8);
  }

  int fetched() {
    return fetched.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
