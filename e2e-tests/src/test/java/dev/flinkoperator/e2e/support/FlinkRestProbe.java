package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Asks Flink itself, through the API server's proxy, so that the test need not live in the
 * cluster's network. Nothing of the operator is on this way but the Service's name.
 */
public final class FlinkRestProbe {
  static final String UPLOADS = "/tmp/uploads";

  private final String namespace;
  private final String name;
  private final String base;

  public FlinkRestProbe(String namespace, String name) {
    this.namespace = namespace;
    this.name = name;
    this.base = "/api/v1/namespaces/%s/services/http:%s-rest:8081/proxy".formatted(namespace, name);
  }

  /** A line of Flink's own job list; times in milliseconds since 1970. */
  public record Job(String id, String name, String state, long startTime) {}

  /** TaskManagers that have registered at the JobManager. */
  public int taskManagers() {
    return require("/overview").path("taskmanagers").asInt();
  }

  /** All jobs this cluster knows, ended ones too. */
  public List<Job> jobs() {
    return listed().map(FlinkRestProbe::job).toList();
  }

  /** Those of which every task runs: a job is RUNNING to Flink before it has a TaskManager. */
  public List<Job> jobsAtWork() {
    return listed().filter(FlinkRestProbe::isAtWork).map(FlinkRestProbe::job).toList();
  }

  private Stream<JsonNode> listed() {
    return StreamSupport.stream(require("/jobs/overview").path("jobs").spliterator(), false);
  }

  private static boolean isAtWork(JsonNode job) {
    int total = job.at("/tasks/total").asInt();
    return job.path("state").asText().equals("RUNNING")
        && total > 0
        && job.at("/tasks/running").asInt() == total;
  }

  public List<Job> runningJobs() {
    return jobs().stream().filter(job -> job.state().equals("RUNNING")).toList();
  }

  /** The one job there must be. */
  public Job onlyJob() {
    List<Job> jobs = jobs();
    if (jobs.size() != 1) {
      throw new AssertionError("Flink should list exactly one job, but lists " + jobs);
    }
    return jobs.get(0);
  }

  /** How many subtasks each vertex of the job has, the largest of them. */
  public int parallelism(String jobId) {
    JsonNode vertices = require("/jobs/" + jobId).path("vertices");
    return StreamSupport.stream(vertices.spliterator(), false)
        .mapToInt(vertex -> vertex.path("parallelism").asInt())
        .max()
        .orElse(0);
  }

  /** The ids of the job's vertices. */
  public List<String> vertices(String jobId) {
    return StreamSupport.stream(require("/jobs/" + jobId).path("vertices").spliterator(), false)
        .map(vertex -> vertex.path("id").asText())
        .toList();
  }

  /** The id of the vertex that has the most subtasks. */
  public String widestVertex(String jobId) {
    return StreamSupport.stream(require("/jobs/" + jobId).path("vertices").spliterator(), false)
        .max(Comparator.comparingInt(vertex -> vertex.path("parallelism").asInt()))
        .orElseThrow()
        .path("id")
        .asText();
  }

  /** When the last subtask of the job came to be RUNNING, in milliseconds since 1970. */
  public long runningSince(String jobId) {
    return StreamSupport.stream(require("/jobs/" + jobId).path("vertices").spliterator(), false)
        .map(vertex -> require("/jobs/" + jobId + "/vertices/" + vertex.path("id").asText()))
        .flatMapToLong(FlinkRestProbe::runningSince)
        .max()
        .orElse(0);
  }

  private static LongStream runningSince(JsonNode vertex) {
    long now = vertex.path("now").asLong();
    return StreamSupport.stream(vertex.path("subtasks").spliterator(), false)
        .mapToLong(subtask -> now - subtask.at("/status-duration/RUNNING").asLong());
  }

  public String version() {
    return require("/config").path("flink-version").asText();
  }

  /** A value of the configuration the JobManager really runs with. */
  public Optional<String> configured(String key) {
    return StreamSupport.stream(require("/jobmanager/config").spliterator(), false)
        .filter(entry -> entry.path("key").asText().equals(key))
        .map(entry -> entry.path("value").asText())
        .findFirst();
  }

  /** Asks for a savepoint in the configured folder, as a user does past the operator. */
  public void triggerSavepoint(String jobId) {
    Cluster.once().raw(base + "/jobs/" + jobId + "/savepoints", "POST", Map.of());
  }

  /** Ends the job with a savepoint in the configured folder, as another operator does. */
  public void stopWithSavepoint(String jobId) {
    Cluster.once().raw(base + "/jobs/" + jobId + "/stop", "POST", Map.of("drain", false));
  }

  /** How many checkpoints and savepoints the job has completed since it was last restored. */
  public long completedSnapshots(String jobId) {
    return require("/jobs/" + jobId + "/checkpoints").at("/counts/completed").asLong();
  }

  /** The savepoint or checkpoint the job was last restored from; empty when from none. */
  public String restoredFrom(String jobId) {
    return require("/jobs/" + jobId + "/checkpoints").at("/latest/restored/external_path").asText();
  }

  /** Submits the example job of the image to a {@link Manifest#session}. */
  public String submit(int parallelism) {
    return submit(
        "/opt/flink/examples/streaming/StateMachineExample.jar",
        Map.of("parallelism", parallelism));
  }

  /**
   * Submits a job to a {@link Manifest#session}, as a user does past the operator. The jar is in
   * the JobManager's container already and need not go over the network.
   *
   * @param how to run it, as Flink's REST API takes it
   * @return the job's id
   */
  String submit(String jar, Map<String, Object> how) {
    Children children = new Children(namespace, name);
    children
        .shell(children.jobManager())
        .run(
            "mkdir -p %1$s/flink-web-upload && cp %2$s %1$s/flink-web-upload/"
                .formatted(UPLOADS, jar));
    String path = base + "/jars/" + jar.replaceAll(".*/", "") + "/run";
    String answer = Cluster.once().raw(path, "POST", how);
    try {
      return Serialization.jsonMapper().readTree(answer).path("jobid").asText();
    } catch (JsonProcessingException e) {
      throw new AssertionError("Flink answered the submission with " + answer, e);
    }
  }

  /** Asks for the end of a job and does not wait for it. */
  public void cancel(String jobId) {
    Cluster.once().raw(base + "/jobs/" + jobId + "?mode=cancel", "PATCH", Map.of());
  }

  /** Waits for an answer: one that is late or lost says nothing of the job. */
  private JsonNode require(String path) {
    return Patience.untilFlink("Flink of " + name + " answers " + path)
        .until(() -> get(path), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<JsonNode> get(String path) {
    String body;
    try {
      body = Cluster.once().raw(base + path);
    } catch (KubernetesClientException notReachable) {
      return Optional.empty();
    }
    if (body == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Serialization.jsonMapper().readTree(body));
    } catch (JsonProcessingException e) {
      throw new AssertionError("Flink answered " + path + " with something else: " + body, e);
    }
  }

  private static Job job(JsonNode node) {
    return new Job(
        node.path("jid").asText(),
        node.path("name").asText(),
        node.path("state").asText(),
        node.path("start-time").asLong());
  }
}
