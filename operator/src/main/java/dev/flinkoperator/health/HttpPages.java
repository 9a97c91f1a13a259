package dev.flinkoperator.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a few read-only pages on one port, from two daemon threads of its own. */
public final class HttpPages implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HttpPages.class);
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  private HttpPages(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** An answer; {@code body} is sent as UTF-8. */
  public record Page(int status, String contentType, String body) {
    static Page text(int status, String body) {
      return new Page(status, "text/plain; charset=utf-8", body);
    }
  }

  /**
   * Starts to listen on all addresses.
   *
   * @param port 0 for any free one
   * @param pages by exact path; asked anew for each request
   * @throws UncheckedIOException when the port can't be had
   */
  public static HttpPages start(int port, Map<String, Supplier<Page>> pages) {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "port " + port + " can't be listened on: " + e.getMessage(), e);
    }
    var threads = Executors.newFixedThreadPool(THREADS, work -> daemon(work, port));
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, pages));
    server.start();
    return new HttpPages(server, threads);
  }

  /** The port listened on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops to listen; a page being sent gets half a second. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    try {
      threads.awaitTermination(500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, Map<String, Supplier<Page>> pages)
      throws IOException {
    try (exchange) {
      var page = page(exchange, pages);
      var body = page.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", page.contentType());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(page.status(), -1);
      } else {
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static Page page(HttpExchange exchange, Map<String, Supplier<Page>> pages) {
    var supplier = pages.get(exchange.getRequestURI().getPath());
    if (supplier == null) {
      return Page.text(
          404, "There is: " + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
    }
    if (!exchange.getRequestMethod().matches("GET|HEAD")) {
      return Page.text(405, "Only GET and HEAD.\n");
    }
    try {
      return supplier.get();
    } catch (RuntimeException e) {
      LOG.warn("{} failed", exchange.getRequestURI().getPath(), e);
      return Page.text(500, "The page failed: " + e.getClass().getSimpleName() + "\n");
    }
  }

  private static Thread daemon(Runnable work, int port) {
    var thread = new Thread(work, "http-" + port);
    thread.setDaemon(true);
    return thread;
  }
}
