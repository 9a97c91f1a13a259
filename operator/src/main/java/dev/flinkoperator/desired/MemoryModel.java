package dev.flinkoperator.desired;

import java.util.function.Supplier;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemorySpec;
import org.jspecify.annotations.Nullable;

/**
 * Asks Flink's memory model how large the processes are, and so also whether the sizes fit it at
 * all: JobManager and TaskManagers would otherwise die of them at start-up (Flink docs, "Set up
 * Flink's Process Memory").
 */
final class MemoryModel {
  private MemoryModel() {}

  static ClusterSpecification specification(Configuration flink) {
    return new ClusterSpecification.ClusterSpecificationBuilder()
        .setMasterMemoryMB(
            mebibytes(
                "spec.jobManager",
                flink.getString("jobmanager.memory.process.size", null),
                () -> JobManagerProcessUtils.processSpecFromConfig(flink)))
        .setTaskManagerMemoryMB(
            mebibytes(
                "spec.taskManager",
                flink.getString("taskmanager.memory.process.size", null),
                () -> TaskExecutorProcessUtils.processSpecFromConfig(flink)))
        .setSlotsPerTaskManager(flink.get(TaskManagerOptions.NUM_TASK_SLOTS))
        .createClusterSpecification();
  }

  private static int mebibytes(
      String field, @Nullable String given, Supplier<? extends ProcessMemorySpec> specification) {
    try {
      return specification.get().getTotalProcessMemorySize().getMebiBytes();
    } catch (IllegalConfigurationException e) {
      String advice =
          given == null
              ? "%s.resource.memory is not set; set it, for example to 2048m.".formatted(field)
              : "%s.resource.memory (%s) does not fit Flink's memory model; give it more, or change the sizes in spec.flinkConfiguration."
                  .formatted(field, given);
      throw new RenderingException(advice + " Flink says: " + firstSentence(e.getMessage()));
    }
  }

  private static String firstSentence(@Nullable String message) {
    if (message == null) {
      return "no reason.";
    }
    String line = message.lines().findFirst().orElse("").trim();
    return line.length() > 400 ? line.substring(0, 400) + "…" : line;
  }
}
