package dev.flinkoperator.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Flink's REST API of all clusters of a stage, each below {@code /NAMESPACE/NAME}. */
final class FlinkRest implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param failure Java's own text of an exception, as Flink reports it; empty for none
   */
  record Job(String id, String state, long started, String failure) {}

  FlinkRest() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String addressTemplate() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/{namespace}/{name}";
  }

  /** The cluster answers, and this is its job. */
  void shows(String namespace, String name, String jobId, String state, String failure) {
    jobs.compute(
        namespace + "/" + name,
        (key, before) ->
            new Job(
                jobId,
                state,
                before == null ? System.currentTimeMillis() : before.started,
                failure));
  }

  /** The cluster answers no more. */
  void ends(String namespace, String name) {
    jobs.remove(namespace + "/" + name);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      // "", namespace, name, the rest
      String[] path = exchange.getRequestURI().getPath().split("/", 4);
      Job job = path.length < 4 ? null : jobs.get(path[1] + "/" + path[2]);
      String body = job == null ? null : body(job, path[2], path[3]);
      byte[] bytes =
          (body == null ? "{\"errors\": [\"Not found.\"]}" : body).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(job == null ? 503 : body == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static @Nullable String body(Job job, String name, String path) throws IOException {
    if (path.equals("config")) {
      return "{\"flink-version\": \"1.20.3\", \"flink-revision\": \"b1fe7b4 @ 2025-01-01\"}";
    }
    if (path.equals("jobs/overview")) {
      return """
      {"jobs": [{"jid": "%s", "name": "%s", "start-time": %d, "end-time": %d, "duration": 1,
        "state": "%s", "last-modification": %3$d, "tasks": {"running": 2, "total": 2}}]}
      """
          .formatted(
              job.id, name, job.started, job.failure.isEmpty() ? -1 : job.started, job.state);
    }
    return path.equals("jobs/" + job.id + "/exceptions") ? exceptions(job) : null;
  }

  private static String exceptions(Job job) throws JsonProcessingException {
    return "{\"root-exception\": "
        + JSON.writeValueAsString(job.failure)
        + ", \"timestamp\": "
        + job.started
        + "}";
  }
}
