package dev.flinkoperator.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fake session cluster: jobs that somebody has submitted, and as many TaskManagers as they need.
 */
final class FlinkSession {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** States by job id, oldest first. */
  private final Map<String, String> jobs = new LinkedHashMap<>();

  private final Map<String, FlinkJob> submitted = new LinkedHashMap<>();
  private final Map<String, JsonNode> requests = new LinkedHashMap<>();
  private final FlinkJars jars = new FlinkJars();
  private final List<String> asked;
  private boolean loses;
  private int taskManagers;

  /**
   * @param asked notes what changes something: method, path and body
   */
  FlinkSession(List<String> asked) {
    this.asked = asked;
  }

  /** Jobs that are run begin, but nobody hears of that. */
  synchronized void losesAnswers(boolean newLoses) {
    loses = newLoses;
  }

  FlinkJars jars() {
    return jars;
  }

  /** What was asked of the job that was run under this id; null: none was. */
  synchronized @Nullable JsonNode request(String id) {
    return requests.get(id);
  }

  /** The job that was run under this id; null: none was. */
  synchronized @Nullable FlinkJob submitted(String id) {
    return submitted.get(id);
  }

  /** Ids of all that were run, oldest first. */
  synchronized List<String> submitted() {
    return List.copyOf(submitted.keySet());
  }

  synchronized void job(String id, String state) {
    jobs.put(id, state);
  }

  synchronized void has(int newTaskManagers) {
    taskManagers = newTaskManagers;
  }

  /**
   * @return null: no such path
   */
  synchronized FlinkJob.@Nullable Answer answer(String method, String path, String body) {
    if (path.startsWith("jobs/") && !path.equals("jobs/overview")) {
      String[] parts = path.split("/", 3);
      FlinkJob job = submitted.get(parts[1]);
      return job == null ? null : job.answer(method, parts.length < 3 ? "" : parts[2], body);
    }
    if (path.startsWith("jars/") && path.endsWith("/run")) {
      return jars.has(path.split("/")[1]) ? run(body) : null;
    }
    return switch (path) {
      case "jobs/overview" -> new FlinkJob.Answer(200, jobs());
      case "overview" -> new FlinkJob.Answer(200, overview());
      case "jars" -> jars.list();
      case "jars/upload" -> jars.upload(body);
      default -> null;
    };
  }

  private FlinkJob.Answer run(String body) {
    JsonNode request = FlinkJob.parse(body);
    String id = request.path("jobId").asText();
    asked.add("RUN " + id);
    if (submitted.containsKey(id)) {
      return new FlinkJob.Answer(
          400,
          NODES
              .objectNode()
              .set(
                  "errors",
                  NODES
                      .arrayNode()
                      .add(
                          "org.apache.flink.client.program.ProgramInvocationException: no\n"
                              + "Caused by: org.apache.flink.runtime.client."
                              + "DuplicateJobSubmissionException: Job has already been submitted."))
              .toString());
    }
    FlinkJob job = new FlinkJob(id, asked);
    job.is("RUNNING", "");
    submitted.put(id, job);
    requests.put(id, request);
    return loses
        ? new FlinkJob.Answer(504, "{}")
        : new FlinkJob.Answer(200, NODES.objectNode().put("jobid", id).toString());
  }

  private String jobs() {
    ObjectNode answer = NODES.objectNode();
    ArrayNode list = answer.putArray("jobs");
    for (Map.Entry<String, String> job : jobs.entrySet()) {
      ObjectNode line = list.addObject();
      line.put("jid", job.getKey()).put("name", "word count").put("state", job.getValue());
      line.put("start-time", 1_700_000_000_000L + list.size());
      line.putObject("tasks").put("total", 2).put("running", 2);
    }
    for (FlinkJob job : submitted.values()) {
      list.addAll((ArrayNode) FlinkJob.parse(job.overview("orders")).path("jobs"));
    }
    return answer.toString();
  }

  private String overview() {
    return NODES
        .objectNode()
        .put("taskmanagers", taskManagers)
        .put("slots-total", 2 * taskManagers)
        .put("slots-available", 0)
        .toString();
  }
}
