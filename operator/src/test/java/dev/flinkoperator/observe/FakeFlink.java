package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.ClusterSize;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkBuild;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JobCheckpoints;
import dev.flinkoperator.flinkrest.JobFailure;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobVertex;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.RestartCount;
import dev.flinkoperator.flinkrest.VertexBounds;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Clusters that answer at once, fail, or keep one waiting. */
final class FakeFlink implements FlinkRest {
  static final URI A = URI.create("http://a-rest.ns:8081");
  static final URI B = URI.create("http://b-rest.ns:8081");
  static final FlinkBuild BUILD = new FlinkBuild("1.20.0", "b1fe7b4");

  final List<Asked> asked = new ArrayList<>();
  private final Map<URI, List<JobSummary>> jobs = new HashMap<>();
  private final Map<String, String> causes = new HashMap<>();
  private final Map<String, OperationResult> operations = new HashMap<>();
  private @Nullable JobCheckpoints checkpoints = new JobCheckpoints(null, null);
  private @Nullable Outcome failing;
  private String reason = "connection refused";
  private boolean silent;
  private long restarts;
  private @Nullable ClusterSize size;
  private @Nullable SortedMap<String, VertexBounds> bounds = new TreeMap<>();
  private int boundsStatus;
  private List<JobVertex> vertices = List.of();
  boolean throwing;
  boolean facts = true;

  /** The question and its answer, which the test may give itself. */
  record Asked(URI cluster, Endpoint<?> endpoint, CompletableFuture<Object> answer) {}

  void runs(URI cluster, JobSummary... summaries) {
    jobs.put(cluster, List.of(summaries));
  }

  void cause(String jobId, String cause) {
    causes.put(jobId, cause);
  }

  /** What all jobs have completed; null: no answer. */
  void completed(@Nullable JobCheckpoints answer) {
    checkpoints = answer;
  }

  /** What it says of an operation; null: no answer. */
  void operation(String triggerId, @Nullable OperationResult result) {
    operations.put(triggerId, result);
  }

  /** How often it has restarted any job; negative: it does not know yet. */
  void restarts(long times) {
    restarts = times;
  }

  /** How large every cluster is; null: no answer. */
  void size(@Nullable ClusterSize now) {
    size = now;
  }

  /** The one vertex of every job. */
  void vertex(String id, int lower, int upper, int parallelism) {
    bounds = new TreeMap<>(Map.of(id, new VertexBounds(lower, upper)));
    vertices = List.of(new JobVertex(id, "source", parallelism, 128));
  }

  /** It tells no bounds: no answer. */
  void noBounds() {
    bounds = null;
  }

  /** It tells no bounds, and says so with this HTTP status. */
  void refusesBounds(int status) {
    bounds = null;
    boundsStatus = status;
  }

  void fails(Outcome outcome, String why) {
    failing = outcome;
    reason = why;
  }

  void recovers() {
    failing = null;
    silent = false;
  }

  /** From now on the test answers. */
  void falls_silent() {
    silent = true;
  }

  List<String> names() {
    return asked.stream().map(one -> one.endpoint.name()).toList();
  }

  long count(String endpoint) {
    return names().stream().filter(endpoint::equals).count();
  }

  Asked latest() {
    return asked.get(asked.size() - 1);
  }

  static JobSummary job(String id, String state) {
    return new JobSummary(id(id), "job " + id, state, Instant.EPOCH.plusSeconds(1), null, null);
  }

  /** It ran from this second on. */
  static JobSummary job(String id, String state, long started) {
    return new JobSummary(
        id(id), "job " + id, state, Instant.EPOCH.plusSeconds(started), null, null);
  }

  /** A task of it has changed at this second. */
  static JobSummary changed(String id, long second) {
    return new JobSummary(
        id(id),
        "job " + id,
        "RUNNING",
        Instant.EPOCH.plusSeconds(1),
        null,
        Instant.EPOCH.plusSeconds(second));
  }

  /** 32 hex digits of one or two. */
  static String id(String digits) {
    return "0".repeat(32 - digits.length()) + digits;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    asked.add(new Asked(cluster, endpoint, answer));
    if (throwing) {
      throw new IllegalStateException("a bug");
    }
    if (silent) {
      return (CompletableFuture<T>) answer;
    }
    Object value = failing == null ? value(cluster, endpoint) : null;
    if (value == null && boundsStatus > 0 && endpoint.name().equals("resource-requirements")) {
      answer.completeExceptionally(
          FlinkRestException.ofStatus(cluster, endpoint, boundsStatus, "no such thing"));
    } else if (value == null) {
      Outcome outcome = failing == null ? Outcome.TIMEOUT : failing;
      answer.completeExceptionally(FlinkRestException.of(cluster, endpoint, outcome, reason));
    } else {
      answer.complete(value);
    }
    return (CompletableFuture<T>) answer;
  }

  private @Nullable Object value(URI cluster, Endpoint<?> endpoint) {
    return switch (endpoint.name()) {
      case "jobs-overview" -> jobs.getOrDefault(cluster, List.of());
      case "config" -> facts ? BUILD : null;
      case "job-exceptions" ->
          new JobFailure(causes.get(endpoint.path().substring("/jobs/".length()).substring(0, 32)));
      case "checkpoints" -> checkpoints;
      case "overview" -> size;
      case "resource-requirements" -> bounds;
      case "job-vertices" -> vertices;
      case "job-restarts" -> new RestartCount(restarts);
      case "savepoint-result", "checkpoint-result" ->
          operations.getOrDefault(
              endpoint.path().substring(endpoint.path().lastIndexOf('/') + 1),
              new OperationResult.NotKnown());
      default -> throw new IllegalArgumentException(endpoint.name());
    };
  }
}
