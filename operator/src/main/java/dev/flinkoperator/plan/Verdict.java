package dev.flinkoperator.plan;

/** What a pass found a resource to be in: a row of the status contract. */
public sealed interface Verdict {

  /** A trouble younger than the grace period: what the status said before still stands. */
  record AsBefore() implements Verdict {}

  record Judged(JobManagerStatus jobManager, Rollout rollout, Lifecycle lifecycle, Health health)
      implements Verdict {}
}
