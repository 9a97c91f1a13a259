package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Options of a job whose state is to be kept, and of clusters for such jobs, where neither their
 * owner nor the operator's file has set them.
 */
final class StateDefaults {

  /** The key of before Flink 1.20, which later releases still read. */
  private static final String RETAINED = "state.checkpoints.num-retained";

  private static final String STATISTICS_AGE = "rest.cache.checkpoint-statistics.timeout";

  private StateDefaults() {}

  static Map<String, String> of(
      FlinkDeployment resource, FlinkVersion version, SortedMap<String, String> set) {
    Job job = resource.getSpec().getJob();
    SortedMap<String, String> defaults = new TreeMap<>();
    // A session cluster has them for the jobs to come: they cannot set them for themselves.
    if (job != null
        && (job.getUpgradeMode() == null || job.getUpgradeMode() == Job.UpgradeMode.STATELESS)) {
      return defaults;
    }
    // Without metadata of its own Flink goes on from the checkpoint that was the newest when it was
    // last asked; by default that one is deleted as soon as there is a newer one.
    if (!HighAvailability.enabled(set)
        && noneOf(set, RETAINED, "execution.checkpointing.num-retained")) {
      defaults.put(RETAINED, "3");
    }
    // Flink answers what the last checkpoint of a cancelled job is from a cache, which by default
    // is up to 3 seconds old. An option of its own since 1.18 (FLINK-32469).
    if (!version.isBefore(1, 18) && noneOf(set, STATISTICS_AGE, "web.refresh-interval")) {
      defaults.put(STATISTICS_AGE, "500 ms");
    }
    return defaults;
  }

  private static boolean noneOf(SortedMap<String, String> set, String... keys) {
    return List.of(keys).stream().noneMatch(set::containsKey);
  }
}
