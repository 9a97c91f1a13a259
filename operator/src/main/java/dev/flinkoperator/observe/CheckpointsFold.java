package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.CompletedCheckpoint;
import dev.flinkoperator.flinkrest.JobCheckpoints;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import org.jspecify.annotations.Nullable;

/** The next view of a job's checkpoints from the one before and an answer; pure. */
final class CheckpointsFold {

  private CheckpointsFold() {}

  /** A job that was started anew has completed nothing in this run yet. */
  static @Nullable CheckpointsView started(@Nullable CheckpointsView before, JobSummary job) {
    if (before == null
        || before.startTime() == null
        || job.startTime() == null
        || before.startTime().equals(job.startTime())) {
      return before;
    }
    return new CheckpointsView(
        job.jobId(),
        job.startTime(),
        false,
        null,
        newer(before.newest(), before.beforeRestart()),
        null);
  }

  /**
   * @param before of the same run of the job; null: the first answer
   * @param afterEnd the answer cannot be from before the end of the job
   */
  static CheckpointsView answered(
      @Nullable CheckpointsView before, JobSummary job, boolean afterEnd, JobCheckpoints answer) {
    CheckpointView newest = view(answer.newest());
    CheckpointView restored = view(answer.restored());
    CheckpointView known = before == null ? null : before.newest();
    CheckpointView former = before == null ? null : before.beforeRestart();
    if (former != null && restored != null && restored.id() >= former.id()) {
      // With high availability a new run goes on where the one before was; nothing is missing.
      known = newer(known, restored.id() == former.id() ? former : restored);
      former = null;
    }
    // Numbers only go up within a run: an older answer is that of another one that has just begun.
    if (known != null && (newest == null || newest.id() < known.id())) {
      newest = known;
    }
    return new CheckpointsView(
        job.jobId(),
        job.startTime() == null && before != null ? before.startTime() : job.startTime(),
        afterEnd,
        newest,
        former,
        restored);
  }

  private static @Nullable CheckpointView newer(
      @Nullable CheckpointView one, @Nullable CheckpointView other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.id() >= other.id() ? one : other;
  }

  private static @Nullable CheckpointView view(@Nullable CompletedCheckpoint checkpoint) {
    return checkpoint == null
        ? null
        : new CheckpointView(
            checkpoint.id(), checkpoint.path(), checkpoint.completed(), checkpoint.savepoint());
  }
}
