package dev.flinkoperator.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job in a fake JobManager: what it has completed, and what it was asked for. It does what it is
 * asked for at once, unless it is told to take its time, to fail or to refuse.
 */
final class FlinkJob {

  /** What becomes of savepoints and checkpoints that are asked for. */
  enum Mood {
    COMPLETES,
    TAKES_ITS_TIME,
    FAILS,
    REFUSES
  }

  /** An answer over HTTP. */
  record Answer(int status, String body) {}

  private static final Set<String> TERMINAL = Set.of("FINISHED", "CANCELED", "FAILED");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  final String id;
  private final List<ObjectNode> completed = new ArrayList<>();
  private final Map<String, ObjectNode> operations = new LinkedHashMap<>();
  private final List<Runnable> pending = new ArrayList<>();
  private final Set<String> inStatistics = new HashSet<>();
  private final List<String> asked;
  private String state = "CREATED";
  private String failure = "";
  private long started = System.currentTimeMillis();
  private long ended = -1;
  private int number;
  private Mood mood = Mood.COMPLETES;

  /**
   * @param asked notes what changes something: method, path and body
   */
  FlinkJob(String id, List<String> asked) {
    this.id = id;
    this.asked = asked;
  }

  /**
   * @param why Java's own text of an exception, as Flink reports it; empty for none
   */
  synchronized void is(String newState, String why) {
    state = newState;
    failure = why;
    if (!TERMINAL.contains(newState)) {
      ended = -1;
    } else if (ended < 0) {
      ended = System.currentTimeMillis();
    }
  }

  synchronized void feels(Mood newMood) {
    mood = newMood;
  }

  /** What it was asked for and took its time with comes to a good end. */
  synchronized void completesPending() {
    pending.forEach(Runnable::run);
    pending.clear();
  }

  /** In turn, nobody has asked for it. */
  synchronized String completesCheckpoint() {
    return completes(false);
  }

  /** Its JobManager was started anew without high availability: it remembers nothing. */
  synchronized void beginsAnew() {
    completed.clear();
    operations.clear();
    pending.clear();
    number = 0;
    started = System.currentTimeMillis();
    ended = -1;
    state = "RUNNING";
  }

  synchronized String overview(String name) {
    return """
    {"jobs": [{"jid": "%s", "name": "%s", "start-time": %d, "end-time": %d, "duration": 1,
      "state": "%s", "last-modification": %3$d, "tasks": {"running": 2, "total": 2}}]}
    """
        .formatted(id, name, started, ended, state);
  }

  /**
   * @param path below the job
   * @return null: no such path
   */
  synchronized @Nullable Answer answer(String method, String path, String body) {
    if (!method.equals("GET")) {
      asked.add((method + " " + path + " " + body).strip());
    }
    return switch (method + " " + path.replaceAll("/.*", "/")) {
      case "GET exceptions" -> new Answer(200, exceptions());
      case "GET checkpoints" -> new Answer(200, statistics());
      case "GET savepoints/", "GET checkpoints/" -> result(path);
      case "POST stop", "POST savepoints", "POST checkpoints" -> start(path, parse(body));
      case "PATCH " -> cancel();
      default -> null;
    };
  }

  private Answer start(String what, JsonNode body) {
    if (mood == Mood.REFUSES) {
      return refusal(400, "Config key [execution.checkpointing.savepoint-dir] is not set.");
    }
    String triggerId = body.path("triggerId").asText();
    if (operations.putIfAbsent(triggerId, status("IN_PROGRESS")) == null) {
      if (mood == Mood.FAILS || !state.equals("RUNNING")) {
        operations.put(triggerId, failed(what.equals("checkpoints")));
      } else {
        pending.add(() -> finish(what, triggerId));
      }
    }
    if (mood == Mood.COMPLETES) {
      completesPending();
    }
    return new Answer(202, "{\"request-id\": \"" + triggerId + "\"}");
  }

  private void finish(String what, String triggerId) {
    ObjectNode result = status("COMPLETED");
    if (what.equals("checkpoints")) {
      completes(false);
      result.putObject("operation").put("checkpointId", number);
    } else {
      result.putObject("operation").put("location", completes(true));
    }
    operations.put(triggerId, result);
    if (what.equals("stop")) {
      ends("FINISHED");
    }
  }

  private Answer cancel() {
    if (ended > 0) {
      return refusal(
          409,
          "Job cancellation failed because the job has already reached another terminal state ("
              + state
              + ").");
    }
    ends("CANCELED");
    return new Answer(202, "{}");
  }

  private void ends(String last) {
    state = last;
    ended = System.currentTimeMillis();
  }

  private Answer result(String path) {
    if (path.startsWith("checkpoints/details/")) {
      return details(path.substring(path.lastIndexOf('/') + 1));
    }
    String triggerId = path.substring(path.indexOf('/') + 1);
    ObjectNode result = operations.get(triggerId);
    return result == null
        ? refusal(
            404,
            "There is no savepoint operation with triggerId=" + triggerId + " for job " + id + ".")
        : new Answer(200, result.toString());
  }

  /** Flink's statistics are some time old: it does not know the newest checkpoint at once. */
  private Answer details(String checkpoint) {
    if (inStatistics.add(checkpoint)) {
      return refusal(404, "Could not find checkpoint with id " + checkpoint + ".");
    }
    return completed.stream()
        .filter(each -> each.path("id").asText().equals(checkpoint))
        .findFirst()
        .map(each -> new Answer(200, each.toString()))
        .orElseGet(() -> refusal(404, "Could not find checkpoint with id " + checkpoint + "."));
  }

  private String completes(boolean savepoint) {
    number++;
    String path =
        savepoint
            ? "file:/state/savepoints/savepoint-" + id.substring(0, 6) + "-" + number
            : "file:/state/checkpoints/" + id + "/chk-" + number;
    completed.add(
        NODES
            .objectNode()
            .put("id", number)
            .put("status", "COMPLETED")
            .put("is_savepoint", savepoint)
            .put("latest_ack_timestamp", System.currentTimeMillis())
            .put("external_path", path)
            .put("discarded", false));
    return path;
  }

  private String statistics() {
    ObjectNode answer = NODES.objectNode();
    ObjectNode latest = answer.putObject("latest");
    ArrayNode history = answer.putArray("history");
    for (ObjectNode each : completed) {
      latest.set(each.path("is_savepoint").asBoolean() ? "savepoint" : "completed", each);
      history.insert(0, each);
    }
    return answer.toString();
  }

  private String exceptions() {
    return NODES.objectNode().put("root-exception", failure).put("timestamp", started).toString();
  }

  private static ObjectNode status(String status) {
    ObjectNode answer = NODES.objectNode();
    answer.putObject("status").put("id", status);
    return answer;
  }

  private static ObjectNode failed(boolean checkpoint) {
    ObjectNode answer = status("COMPLETED");
    answer
        .putObject("operation")
        .putObject(checkpoint ? "failureCause" : "failure-cause")
        .put("class", "java.io.IOException")
        .put("stack-trace", "java.io.IOException: Disk quota exceeded\n\tat a.B.c(B.java:1)\n");
    return answer;
  }

  private static Answer refusal(int status, String why) {
    ObjectNode body = NODES.objectNode();
    body.putArray("errors").add(why);
    return new Answer(status, body.toString());
  }

  static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }
}
