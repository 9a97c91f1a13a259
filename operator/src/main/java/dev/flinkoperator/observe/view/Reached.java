package dev.flinkoperator.observe.view;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cluster answered.
 *
 * @param jobs every job it lists, running and ended, oldest first; empty while the JobManager has
 *     not submitted its job yet
 * @param facts what kind of Flink answered; null until the cluster has told it
 * @param size null: not asked, or the cluster has not told
 */
public record Reached(
    List<JobView> jobs, @Nullable ClusterFacts facts, @Nullable ClusterSizeView size)
    implements JobSnapshot {

  /** Its size is not asked. */
  public Reached(List<JobView> jobs, @Nullable ClusterFacts facts) {
    this(jobs, facts, null);
  }

  public Reached {
    jobs = List.copyOf(jobs);
  }

  /** The same jobs in a cluster of this size; null: it is not known. */
  public Reached sized(@Nullable ClusterSizeView other) {
    return new Reached(jobs, facts, other);
  }

  /** The job with this id (32 hex digits), if the cluster lists it. */
  public Optional<JobView> job(String jobId) {
    return jobs.stream().filter(job -> job.jobId().equals(jobId)).findFirst();
  }
}
