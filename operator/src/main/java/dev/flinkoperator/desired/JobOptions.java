package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.List;
import java.util.SortedMap;
import org.apache.flink.configuration.YamlParserUtils;

/** Options that make an application cluster run the one job of {@code spec.job}. */
final class JobOptions {
  private static final String SAVEPOINT_PATH = "execution.savepoint.path";
  private static final String IGNORE_UNCLAIMED = "execution.savepoint.ignore-unclaimed-state";

  private JobOptions() {}

  static void apply(
      SortedMap<String, String> options,
      String name,
      Job job,
      Launch launch,
      FlinkVersion version) {
    options.put("execution.target", "kubernetes-application");
    options.put("$internal.pipeline.job-id", launch.jobId());
    options.putIfAbsent("pipeline.name", name);
    if (job.getJarURI() != null && !job.getJarURI().isBlank()) {
      options.put("pipeline.jars", ConfigurationFlattener.join(List.of(job.getJarURI().trim())));
    }
    if (job.getEntryClass() != null && !job.getEntryClass().isBlank()) {
      options.put("$internal.application.main", job.getEntryClass().trim());
    }
    if (job.getArgs() != null && !job.getArgs().isEmpty()) {
      options.put(
          "$internal.application.program-args",
          version.readsConfigYaml()
              ? YamlParserUtils.toYAMLString(job.getArgs())
              : ConfigurationFlattener.join(job.getArgs()));
    }
    applyRestore(options, job, launch);
    applyLifetime(options, job);
  }

  /** The keys of before Flink 1.20, which later releases still read: one spelling works for all. */
  private static void applyRestore(SortedMap<String, String> options, Job job, Launch launch) {
    options.remove("execution.state-recovery.path");
    options.remove(SAVEPOINT_PATH);
    if (launch.savepointPath() != null) {
      options.put(SAVEPOINT_PATH, launch.savepointPath());
    }
    if (job.getAllowNonRestoredState() != null) {
      options.remove("execution.state-recovery.ignore-unclaimed-state");
      options.put(IGNORE_UNCLAIMED, job.getAllowNonRestoredState().toString());
    }
  }

  private static void applyLifetime(SortedMap<String, String> options, Job job) {
    // The cluster outlives its job, so that the end of the job can be seen and told.
    options.put("execution.shutdown-on-application-finish", "false");
    options.putIfAbsent("execution.submit-failed-job-on-application-error", "true");
    if (job.getUpgradeMode() == Job.UpgradeMode.LASTSTATE) {
      options.putIfAbsent("execution.checkpointing.interval", "5 min");
    }
  }

  /**
   * Parallelism the job is asked to run with: from TaskManagers and their slots if their number is
   * given.
   */
  static void applyParallelism(SortedMap<String, String> options, FlinkDeploymentSpec spec) {
    Integer taskManagers = ComponentSpec.taskManager(spec).replicas();
    Integer parallelism = spec.getJob().getParallelism();
    if (taskManagers != null && taskManagers > 0) {
      String slots = options.getOrDefault("taskmanager.numberOfTaskSlots", "1").trim();
      try {
        parallelism = Math.multiplyExact(taskManagers, Integer.parseInt(slots));
      } catch (ArithmeticException | NumberFormatException e) {
        throw new RenderingException(
            "spec.flinkConfiguration: 'taskmanager.numberOfTaskSlots' is '%s'; it must be a whole number."
                .formatted(slots));
      }
    }
    if (parallelism != null && parallelism > 0) {
      options.put("parallelism.default", parallelism.toString());
    }
  }
}
