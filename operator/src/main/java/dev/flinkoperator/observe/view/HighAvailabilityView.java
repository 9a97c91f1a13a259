package dev.flinkoperator.observe.view;

import java.util.Set;

/**
 * Flink's high-availability ConfigMaps of a cluster, as the watch shows them.
 *
 * @param jobs ids of the jobs that have one
 * @param withCheckpoint those whose ConfigMap names a completed checkpoint: a new JobManager goes
 *     on from there, whatever it was told to restore
 */
public record HighAvailabilityView(Set<String> jobs, Set<String> withCheckpoint) {

  public static final HighAvailabilityView NONE = new HighAvailabilityView(Set.of(), Set.of());

  public HighAvailabilityView {
    jobs = Set.copyOf(jobs);
    withCheckpoint = Set.copyOf(withCheckpoint);
  }
}
