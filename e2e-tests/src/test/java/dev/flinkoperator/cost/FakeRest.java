package dev.flinkoperator.cost;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Flink's REST API of all clusters on one port, each below {@code /NAMESPACE/NAME}: as much of it
 * as an operator reads of a running job.
 */
final class FakeRest implements AutoCloseable {
  private static final String VERSION = "1.20.3";

  private final FakeClusters clusters;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final AtomicInteger calls = new AtomicInteger();

  FakeRest(FakeClusters clusters) throws IOException {
    this.clusters = clusters;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** For the operator's {@code kubernetes.operator.flink.rest.address-template}. */
  String addressTemplate() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/{namespace}/{name}";
  }

  /** All calls so far. */
  int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    try (exchange) {
      // "", namespace, name, the rest
      var path = exchange.getRequestURI().getPath().split("/", 4);
      var cluster = path.length < 4 ? null : clusters.get(path[1], path[2]).orElse(null);
      var body = cluster == null ? null : body(cluster, path[2], path[3]);
      var answer = body == null ? "{\"errors\": [\"Not found.\"]}" : body;
      var bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(cluster == null ? 503 : body == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static @org.jspecify.annotations.Nullable String body(
      FakeCluster cluster, String name, String path) {
    return switch (path) {
      case "jobs/overview" ->
          """
          {"jobs": [{"jid": "%s", "name": "%s", "start-time": %d, "end-time": -1,
            "duration": 1000, "state": "%s", "last-modification": %3$d,
            "tasks": {"running": 4, "canceling": 0, "canceled": 0, "total": 4, "created": 0,
              "scheduled": 0, "deploying": 0, "reconciling": 0, "finished": 0,
              "initializing": 0, "failed": 0}, "pending-operators": 0}]}
          """
              .formatted(
                  cluster.jobId(), name, cluster.started().toEpochMilli(), cluster.jobState());
      case "config" ->
          """
          {"refresh-interval": 3000, "timezone-name": "Coordinated Universal Time",
            "timezone-offset": 0, "flink-version": "%s",
            "flink-revision": "0000000 @ 2025-01-01T00:00:00+01:00",
            "features": {"web-submit": true, "web-cancel": false}}
          """
              .formatted(VERSION);
      case "overview" ->
          """
          {"taskmanagers": 1, "taskmanagers-blocked": 0, "slots-total": 2, "slots-available": 0,
            "slots-free-and-blocked": 0, "jobs-running": 1, "jobs-finished": 0,
            "jobs-cancelled": 0, "jobs-failed": 0, "flink-version": "%s",
            "flink-commit": "0000000"}
          """
              .formatted(VERSION);
      default -> path.endsWith("/exceptions") ? "{\"exceptionHistory\": {\"entries\": []}}" : null;
    };
  }
}
