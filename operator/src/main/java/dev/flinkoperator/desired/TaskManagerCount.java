package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many TaskManagers a cluster in standalone mode is to have. */
public final class TaskManagerCount {
  private TaskManagerCount() {}

  /**
   * As the spec says, else as many as the job's parallelism fills; one for a session cluster.
   *
   * @param configuration Flink's options in force
   */
  public static int of(FlinkDeploymentSpec spec, Map<String, String> configuration) {
    Integer given = ComponentSpec.taskManager(spec).replicas();
    if (given != null) {
      return given;
    }
    if (spec.getJob() == null) {
      return 1;
    }
    Integer asked = spec.getJob().getParallelism();
    int parallelism =
        asked != null && asked > 0 ? asked : number(configuration.get("parallelism.default"));
    int slots = Math.max(1, number(configuration.get("taskmanager.numberOfTaskSlots")));
    return Math.max(1, (parallelism + slots - 1) / slots);
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 1 : Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
