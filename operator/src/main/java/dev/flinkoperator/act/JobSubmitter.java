package dev.flinkoperator.act;

import dev.flinkoperator.plan.Step;
import java.util.concurrent.CompletableFuture;

/** Gets the jar of a job into its cluster and has Flink start it. */
@FunctionalInterface
public interface JobSubmitter {

  /**
   * Never blocks, never called twice at the same time for one job.
   *
   * @return completed when Flink has taken the job, or had it already; failed with a {@link
   *     SubmissionException} otherwise
   */
  CompletableFuture<?> submit(Step.SubmitJob step);
}
