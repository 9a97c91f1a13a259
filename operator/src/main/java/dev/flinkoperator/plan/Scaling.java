package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.SpecJson;

/**
 * Which edits of the number of TaskManagers need no new cluster: in standalone mode those of a
 * session cluster, whose slots come and go, and of a job in Flink's reactive mode, which takes as
 * many as there are (Flink docs, "Elastic Scaling"). Any other job is started with a parallelism.
 */
final class Scaling {
  private static final String REACTIVE = "reactive";

  private Scaling() {}

  static boolean inPlace(JsonNode spec) {
    return spec.path("mode").asText().equals("standalone")
        && (!spec.path("job").isObject()
            || REACTIVE.equalsIgnoreCase(
                SpecJson.flinkConfiguration(spec.path("flinkConfiguration"))
                    .getOrDefault("scheduler-mode", "")
                    .strip()));
  }

  static boolean same(JsonNode deployed, JsonNode present) {
    return SpecJson.same(replicas(deployed), replicas(present))
        && SpecJson.same(parallelism(deployed), parallelism(present));
  }

  /** What is left is compared as ever. */
  static void dropFrom(JsonNode spec) {
    if (spec.path("taskManager") instanceof ObjectNode taskManager) {
      taskManager.remove("replicas");
    }
    if (spec.path("job") instanceof ObjectNode job) {
      job.remove("parallelism");
    }
  }

  private static JsonNode replicas(JsonNode spec) {
    return spec.path("taskManager").path("replicas");
  }

  private static JsonNode parallelism(JsonNode spec) {
    return spec.path("job").path("parallelism");
  }
}
