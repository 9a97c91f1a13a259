package dev.flinkoperator.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Gives out the jar it is in, made as large as is wanted: {@code --jar FILE --port N --megabytes
 * N}. The ballast cannot be compressed, so that every machine on the way has to carry it.
 */
public final class JarServer {
  private static final int MEGABYTE = 1 << 20;

  private JarServer() {}

  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.parse(args);
    Path jar = Path.of(arguments.text("jar"));
    int megabytes = arguments.number("megabytes", 1);
    HttpServer server = HttpServer.create(new InetSocketAddress(arguments.number("port", 8080)), 0);
    server.createContext("/", exchange -> give(exchange, jar, megabytes));
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  private static void give(HttpExchange exchange, Path jar, int megabytes) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (ZipOutputStream out = new ZipOutputStream(exchange.getResponseBody())) {
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          in.transferTo(out);
          out.closeEntry();
        }
      }
      out.setLevel(0);
      out.putNextEntry(new ZipEntry("ballast"));
      byte[] ballast = new byte[MEGABYTE];
      Random random = new Random(1);
      for (int i = 0; i < megabytes; i++) {
        random.nextBytes(ballast);
        out.write(ballast);
      }
      out.closeEntry();
    }
  }
}
