package dev.flinkoperator.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fake session cluster: jobs that somebody has submitted, and as many TaskManagers as they need.
 */
final class FlinkSession {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** States by job id, oldest first. */
  private final Map<String, String> jobs = new LinkedHashMap<>();

  private int taskManagers;

  synchronized void job(String id, String state) {
    jobs.put(id, state);
  }

  synchronized void has(int newTaskManagers) {
    taskManagers = newTaskManagers;
  }

  /**
   * @return null: no such path
   */
  synchronized FlinkJob.@Nullable Answer answer(String path) {
    return switch (path) {
      case "jobs/overview" -> new FlinkJob.Answer(200, jobs());
      case "overview" -> new FlinkJob.Answer(200, overview());
      default -> null;
    };
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
