package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is remembered of the state of a job that is left as it is. */
final class Upkeep {

  private Upkeep() {}

  static StateRecord record(StateKnowledge state, Instant now) {
    StateRecord recorded = state.recorded();
    Operation ending = state.ending();
    return recorded.at(point(state, now)).asking(ending == null ? recorded.operation() : null);
  }

  private static @Nullable RestorePoint point(StateKnowledge state, Instant now) {
    RestorePoint written = state.recorded().restorePoint();
    CheckpointsView checkpoints = state.checkpoints();
    JobView job = state.job();
    boolean ended = StateKnowledge.terminal(job) && checkpoints != null && checkpoints.afterEnd();
    if (ended && job != null && job.state().equals("FINISHED")) {
      return written != null && written.ends(state.inForce().jobId())
          ? written
          : state.afterFinish(RestorePoint.Cause.JobEnded, now);
    }
    CheckpointView newest = checkpoints == null ? null : checkpoints.newest();
    if (newest == null || newest.path() == null) {
      return written;
    }
    boolean older =
        written != null
            && written.jobId().equals(state.inForce().jobId())
            && written.kind() != RestorePoint.Kind.HighAvailability
            && !written.isBefore(newest);
    if (older && !ended) {
      return written;
    }
    return state.point(
        newest, ended ? RestorePoint.Cause.JobEnded : RestorePoint.Cause.Observed, ended);
  }
}
