package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.CheckpointStatistics;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.CheckpointsView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster what a job has completed: in every round while the job lives, and once more when
 * it has ended and no answer can be from before its end. Used by one round of questions at a time.
 */
final class CheckpointQuestions {
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final FlinkRest rest;
  private final PollTimer timer;
  private @Nullable CheckpointsView view;
  private @Nullable Long lastOneDue;

  CheckpointQuestions(FlinkRest rest, PollTimer timer) {
    this.rest = rest;
    this.timer = timer;
  }

  /** Null: not asked, or never answered. */
  @Nullable CheckpointsView view() {
    return view;
  }

  /**
   * How long until the last question about an ended job makes sense; null: there is none to put, or
   * it was put in vain and comes again with the next round.
   */
  @Nullable Duration untilLastOne() {
    long left = lastOneDue == null ? 0 : lastOneDue - timer.nanoTime();
    return left > 0 ? Duration.ofNanos(left) : null;
  }

  /**
   * Never completes with a failure: no answer leaves what is known.
   *
   * @param jobs what the cluster has just said of its jobs
   */
  CompletableFuture<Void> ask(PollTarget target, List<JobSummary> jobs) {
    String jobId = target.checkpointsOf();
    if (view != null && !view.jobId().equals(jobId)) {
      view = null;
      lastOneDue = null;
    }
    JobSummary job =
        jobs.stream().filter(one -> one.jobId().equals(jobId)).findFirst().orElse(null);
    if (job == null) {
      return CompletableFuture.completedFuture(null);
    }
    view = CheckpointsFold.started(view, job);
    boolean ended = ENDED.contains(job.state());
    if (!ended) {
      lastOneDue = null;
    } else if (view != null && view.afterEnd()) {
      return CompletableFuture.completedFuture(null);
    } else if (lastOneDue == null) {
      lastOneDue = timer.nanoTime() + target.checkpointsAge().toNanos();
    }
    if (untilLastOne() != null) {
      return CompletableFuture.completedFuture(null);
    }
    return rest.call(target.address(), new CheckpointStatistics(job.jobId()))
        .handle(
            (answer, failure) -> {
              if (answer != null) {
                view = CheckpointsFold.answered(view, job, ended, answer);
                lastOneDue = null;
              }
              return null;
            });
  }
}
