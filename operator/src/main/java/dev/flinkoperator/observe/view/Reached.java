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
 */
public record Reached(List<JobView> jobs, @Nullable ClusterFacts facts) implements JobSnapshot {
  public Reached {
    jobs = List.copyOf(jobs);
  }

  /** The job with this id (32 hex digits), if the cluster lists it. */
  public Optional<JobView> job(String jobId) {
    return jobs.stream().filter(job -> job.jobId().equals(jobId)).findFirst();
  }
}
