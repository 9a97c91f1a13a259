package dev.flinkoperator.story;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Flink's REST API of all clusters of a stage, each below {@code /NAMESPACE/NAME}. */
final class FlinkRest implements AutoCloseable {

  private static final String NOT_FOUND = "{\"errors\": [\"Not found.\"]}";

  private final Map<String, FlinkJob> jobs = new ConcurrentHashMap<>();
  private final Map<String, FlinkSession> sessions = new ConcurrentHashMap<>();
  private final Map<String, List<String>> asked = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);

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
        (key, before) -> {
          FlinkJob job =
              before != null && before.id.equals(jobId)
                  ? before
                  : new FlinkJob(jobId, asked(namespace, name));
          job.is(state, failure); // before anybody sees it
          return job;
        });
  }

  /** A session cluster of this name, which answers from now on. */
  FlinkSession session(String namespace, String name) {
    return sessions.computeIfAbsent(
        namespace + "/" + name, key -> new FlinkSession(asked(namespace, name)));
  }

  /** The job of a cluster that answers. */
  FlinkJob job(String namespace, String name) {
    return Objects.requireNonNull(jobs.get(namespace + "/" + name), name + " does not answer");
  }

  /** All that Flink was asked to do in clusters of this name: method, path below the job, body. */
  List<String> asked(String namespace, String name) {
    return asked.computeIfAbsent(namespace + "/" + name, key -> new CopyOnWriteArrayList<>());
  }

  /** The cluster answers no more. */
  void ends(String namespace, String name) {
    jobs.remove(namespace + "/" + name);
    sessions.remove(namespace + "/" + name);
  }

  /** The cluster takes what it is asked, and never answers. */
  void isSilent(String namespace, String name) {
    silent.add(namespace + "/" + name);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      // "", namespace, name, the rest
      String[] path = exchange.getRequestURI().getPath().split("/", 4);
      if (path.length > 2 && silent.contains(path[1] + "/" + path[2])) {
        closed.await();
        return;
      }
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      FlinkJob.Answer answer =
          path.length < 4
              ? null
              : answer(path[1], path[2], exchange.getRequestMethod(), path[3], body);
      if (answer == null) {
        answer = new FlinkJob.Answer(503, NOT_FOUND);
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null: no cluster of this name answers. */
  private FlinkJob.@Nullable Answer answer(
      String namespace, String name, String method, String path, String body) {
    FlinkJob job = jobs.get(namespace + "/" + name);
    FlinkSession session = sessions.get(namespace + "/" + name);
    FlinkJob.Answer answer = null;
    if (job != null) {
      answer = answer(job, name, method, path, body, asked(namespace, name));
    } else if (session != null) {
      answer = session.answer(method, path, body);
    } else {
      return null;
    }
    if (path.equals("config")) {
      return new FlinkJob.Answer(
          200, "{\"flink-version\": \"1.20.3\", \"flink-revision\": \"b1fe7b4 @ 2025-01-01\"}");
    }
    return answer == null ? new FlinkJob.Answer(404, NOT_FOUND) : answer;
  }

  private static FlinkJob.@Nullable Answer answer(
      FlinkJob job, String name, String method, String path, String body, List<String> asked) {
    if (path.equals("jobs/overview")) {
      return new FlinkJob.Answer(200, job.overview(name));
    }
    if (path.equals("savepoint-disposal")) {
      asked.add(method + " " + path + " " + body);
      return new FlinkJob.Answer(202, "{\"request-id\": \"" + "d".repeat(32) + "\"}");
    }
    if (path.startsWith("savepoint-disposal/")) {
      return new FlinkJob.Answer(200, "{\"status\": {\"id\": \"COMPLETED\"}, \"operation\": {}}");
    }
    String below = "jobs/" + job.id;
    return path.equals(below) || path.startsWith(below + "/")
        ? job.answer(method, path.substring(below.length()).replaceFirst("^/", ""), body)
        : null;
  }
}
