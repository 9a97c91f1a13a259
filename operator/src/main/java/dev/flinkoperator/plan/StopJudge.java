package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a job whose state is to be kept comes to its end, by what is known of it: never by a
 * way that could lose what Flink has acknowledged, and never down to empty by itself.
 */
final class StopJudge {

  /** A JobManager that was restarted after the end of its job lists the job, but no checkpoints. */
  private static final Duration LONGEST_READING = Duration.ofMinutes(2);

  /** What a JobManager that answers has not begun by then does not begin in the next moment. */
  private static final Duration LONGEST_SUBMISSION = Duration.ofMinutes(2);

  private static final String UNTOLD =
      "it was stopped with a savepoint, and Flink no longer tells where that is; look for the newest"
          + " one in state.savepoints.dir";

  /** A JobManager that is up and does not answer for so long is taken to be lost. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private StopJudge() {}

  static Stop judge(StateKnowledge state, StopWish wish, Instant now) {
    RestorePoint point = state.recorded().restorePoint();
    if (point != null && point.ends(state.inForce().jobId())) {
      return new Stop.Ended(point);
    }
    RestorePoint missed = state.missedByFlink();
    if (missed != null) {
      // What runs, and what it was asked for since, began from an older state.
      return new Stop.Ended(missed);
    }
    Operation ending = state.ending();
    Stop answered = ending == null ? null : EndingOperation.judge(state, ending, wish, now);
    if (answered != null) {
      return answered;
    }
    if (StateKnowledge.terminal(state.job())) {
      return afterItsEnd(state, ending == null ? Cause.JobEnded : wish.cause(), now);
    }
    JobManagerView jobManager = state.jobManager();
    boolean up = jobManager != null && jobManager.available() && !jobManager.deleting();
    if (!up && state.believedUnbegun() && !state.onceUp()) {
      return neverBegan(state, wish, now);
    }
    return running(state, wish, ending != null && state.job() == null, now);
  }

  /**
   * The job has ended by itself, or by what it was asked for: its newest checkpoint is the last.
   */
  static Stop afterItsEnd(StateKnowledge state, Cause cause, Instant now) {
    CheckpointsView checkpoints = state.checkpoints();
    JobView ended = state.job();
    boolean finished = ended != null && ended.state().equals("FINISHED");
    if (checkpoints == null || !checkpoints.afterEnd()) {
      if (ended == null || !now.isAfter(ended.stateSince().plus(LONGEST_READING))) {
        return new Stop.Waiting(
            Health.progressing(
                Reason.ReadingLastCheckpoint, "Asking Flink for the last checkpoint of the job"));
      }
      return finished && !stoppedByUs(state)
          ? new Stop.Ended(state.afterFinish(cause, now))
          : new Stop.Refused(
              LostState.refusal(
                  state, finished ? UNTOLD : "Flink no longer tells what its last checkpoint was"));
    }
    if (finished) {
      return new Stop.Ended(state.afterFinish(cause, now)); // never a dead end; FLINK-39043
    }
    CheckpointView newest = checkpoints.newest();
    if (newest == null && state.inForce().highlyAvailable()) {
      // A new leader goes on from the newest checkpoint and lists it only as restored.
      newest = checkpoints.restored();
    }
    if (newest == null) {
      return new Stop.Ended(state.source(cause, now));
    }
    return newest.path() != null
        ? new Stop.Ended(state.point(newest, cause, true))
        : new Stop.Refused(LostState.refusal(state, "its last checkpoint was not kept outside"));
  }

  /**
   * As far as anybody has seen. Where high availability is on, its metadata have the last word: the
   * job may have run, and completed checkpoints, while no operator looked.
   */
  private static Stop neverBegan(StateKnowledge state, StopWish wish, Instant now) {
    if (state.inForce().highlyAvailable() && wish.sameFlink()) {
      return new Stop.Ended(state.metadata(wish.cause(), now));
    }
    return named(state)
        ? new Stop.Refused(LostState.otherFlink(state))
        : new Stop.Ended(state.source(wish.cause(), now));
  }

  private static Stop running(StateKnowledge state, StopWish wish, boolean asked, Instant now) {
    boolean metadata = state.inForce().highlyAvailable() && wish.sameFlink();
    if (state.running()
        && (wish.bySavepoint() || (savepoints(wish) && !metadataWillDo(state, wish, now)))) {
      return EndingOperation.first(state, OperationKind.StopWithSavepoint, wish, now);
    }
    if (wish.bySavepoint() && !state.running() && !wish.options().lastStateFallback()) {
      return new Stop.Waiting(
          Health.progressing(
              Reason.WaitingForRunningJob,
              "A savepoint needs a running job; waiting until it runs"
                  + " (kubernetes.operator.job.upgrade.last-state-fallback.enabled is false)"));
    }
    if (metadata && !wish.options().cancelForLastState() && !asked) {
      return wantsFlink(wish) && mayYetAnswer(state, now)
          ? awaitingFlink()
          : new Stop.Ended(state.metadata(wish.cause(), now));
    }
    if (state.job() != null) {
      return EndingOperation.first(state, OperationKind.Cancel, wish, now);
    }
    return silent(state, wish, metadata, now);
  }

  /** Metadata are the second choice, or only Flink knows whether they will do. */
  private static boolean wantsFlink(StopWish wish) {
    return wish.bySavepoint() || (savepoints(wish) && wish.options().maxCheckpointAge() != null);
  }

  /**
   * It has not been asked yet, or has not been silent for long. Longer, as long as a JobManager may
   * come back, if the metadata of a job that ran name no checkpoint: all it did would be lost.
   */
  private static boolean mayYetAnswer(StateKnowledge state, Instant now) {
    JobManagerView jobManager = state.jobManager();
    if (state.seen().job() instanceof Reached || jobManager == null || hopeless(state)) {
      return false;
    }
    boolean up = jobManager.available() && !jobManager.deleting();
    boolean silent =
        state.seen().job() instanceof Unreachable unreachable
            && now.isAfter(unreachable.since().plus(LONGEST_SILENCE));
    return (up && !silent) || (state.ran() && !named(state));
  }

  private static Stop awaitingFlink() {
    return new Stop.Waiting(
        Health.progressing(
            Reason.JobManagerUnreachable,
            "Flink does not answer; what it knows of the job's state is waited for"));
  }

  private static boolean hopeless(StateKnowledge state) {
    JobManagerView jobManager = state.seen().jobManager();
    return jobManager == null || PodHealth.stuck(state.seen().pods(), jobManager) != null;
  }

  private static boolean named(StateKnowledge state) {
    return state.seen().highAvailability().withCheckpoint().contains(state.inForce().jobId());
  }

  /** What it was asked for is not known to have failed: Flink may have completed it. */
  private static boolean stoppedByUs(StateKnowledge state) {
    Operation ending = state.ending();
    return ending != null
        && ending.kind() == OperationKind.StopWithSavepoint
        && ending.attempt() == 1
        && !(answer(state, ending) instanceof OperationView.Failed);
  }

  private static boolean savepoints(StopWish wish) {
    return wish.options().savepointDirectory() != null;
  }

  /** The newest checkpoint is young enough, and the next cluster finds it without our help. */
  private static boolean metadataWillDo(StateKnowledge state, StopWish wish, Instant now) {
    if (!wish.sameFlink() && state.inForce().highlyAvailable()) {
      return false;
    }
    if (wish.options().maxCheckpointAge() == null) {
      return true;
    }
    Instant oldest = now.minus(wish.options().maxCheckpointAge());
    CheckpointsView checkpoints = state.checkpoints();
    CheckpointView newest = checkpoints == null ? null : checkpoints.newest();
    JobView job = state.job();
    boolean young = job != null && job.startTime() != null && job.startTime().isAfter(oldest);
    return young || (newest != null && newest.completed().isAfter(oldest));
  }

  /** Flink does not answer, or does not list the job. */
  private static Stop silent(StateKnowledge state, StopWish wish, boolean metadata, Instant now) {
    JobManagerView jobManager = state.seen().jobManager();
    if (jobManager != null
        && (state.believedUnbegun() || (state.inForce().highlyAvailable() && !state.ran()))
        && state.seen().job() instanceof Reached
        && now.isAfter(jobManager.created().plus(LONGEST_SUBMISSION))) {
      return neverBegan(state, wish, now); // its program hangs before the job
    }
    boolean endedUnseen = state.endedUnseen(now);
    if (!hopeless(state) && !endedUnseen) {
      return awaitingFlink();
    }
    if (metadata && (named(state) || !endedUnseen)) {
      return new Stop.Ended(state.metadata(wish.cause(), now));
    }
    if (metadata) {
      return new Stop.Refused(
          LostState.refusal(
              state,
              "it ended unseen, its JobManager was restarted, and its metadata are gone; look for"
                  + " its newest savepoint in "
                  + wish.options().savepointDirectory()));
    }
    if (state.inForce().highlyAvailable()) {
      return new Stop.Refused(LostState.otherFlink(state));
    }
    RestorePoint known = state.newestKnown(Cause.Recovery);
    return known == null
        ? new Stop.Refused(LostState.refusal(state, "its JobManager is gone"))
        : new Stop.Ended(known);
  }

  static @Nullable OperationView answer(StateKnowledge state, Operation operation) {
    OperationView view = state.seen().operation();
    return view != null && view.triggerId().equals(operation.triggerId()) ? view : null;
  }
}
