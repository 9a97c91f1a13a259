package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.plan.RestorePoint.Cause;
import dev.flinkoperator.plan.RestorePoint.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a session job to its end with its state kept, as its upgrade mode has it: a savepoint, or
 * a cancellation that its last checkpoint outlives. Its cluster goes on.
 */
final class SessionJobStop {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final PlanSettings settings;

  SessionJobStop(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param keepState false: what becomes of the job's state does not matter
   */
  static Stop judge(JobOnCluster job, Cause cause, boolean keepState, Instant now) {
    StateKnowledge state = job.knowledge();
    RestorePoint point = state.recorded().restorePoint();
    if (point != null && point.ends(state.inForce().jobId()) && !job.lives()) {
      return new Stop.Ended(point);
    }
    if (job.clusterReplaced()) {
      return lost(state, keepState, "its session cluster is gone", now);
    }
    StopWish wish = wish(job, cause);
    Operation ending = state.ending();
    Stop answered = ending == null ? null : EndingOperation.judge(state, ending, wish, now);
    if (answered != null) {
      return answered;
    }
    JobView listed = state.job();
    if (StateKnowledge.terminal(listed)) {
      return keepState
          ? StopJudge.afterItsEnd(state, ending == null ? Cause.JobEnded : cause, now)
          : new Stop.Ended(anything(state, cause, now));
    }
    if (listed != null) {
      return live(state, wish, keepState, now);
    }
    return state.seen().job() instanceof Reached
        ? lost(state, keepState, "its session cluster does not know it any more", now)
        : new Stop.Waiting(
            Health.progressing(
                Reason.JobManagerUnreachable,
                "The session cluster does not answer; what it knows of the job is waited for"));
  }

  static StopWish wish(JobOnCluster job, Cause cause) {
    StateKnowledge state = job.knowledge();
    var shown = job.job();
    return new StopWish(
        cause,
        shown != null
            && shown.getUpgradeMode()
                == dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.SAVEPOINT,
        false,
        StateOptions.of(job.configuration(), state.inForce()));
  }

  private static Stop live(StateKnowledge state, StopWish wish, boolean keepState, Instant now) {
    if (keepState && state.running() && (wish.bySavepoint() || tooOld(state, wish, now))) {
      return EndingOperation.first(state, OperationKind.StopWithSavepoint, wish, now);
    }
    if (keepState
        && wish.bySavepoint()
        && !state.running()
        && !wish.options().lastStateFallback()) {
      return new Stop.Waiting(
          Health.progressing(
              Reason.WaitingForRunningJob,
              "A savepoint needs a running job; waiting until it runs"
                  + " (kubernetes.operator.job.upgrade.last-state-fallback.enabled is false)"));
    }
    return EndingOperation.first(state, OperationKind.Cancel, wish, now);
  }

  private static boolean tooOld(StateKnowledge state, StopWish wish, Instant now) {
    Duration age = wish.options().maxCheckpointAge();
    if (age == null || wish.options().savepointDirectory() == null) {
      return false;
    }
    CheckpointsView checkpoints = state.checkpoints();
    CheckpointView newest = checkpoints == null ? null : checkpoints.newest();
    return newest == null || newest.completed().isBefore(now.minus(age));
  }

  /** Nothing that could tell more is left. */
  static Stop lost(StateKnowledge state, boolean keepState, String why, Instant now) {
    if (!keepState) {
      return new Stop.Ended(anything(state, Cause.Recovery, now));
    }
    RestorePoint known = state.newestKnown(Cause.Recovery);
    return known == null ? new Stop.Refused(LostState.refusal(state, why)) : new Stop.Ended(known);
  }

  /** For the case that the state comes to matter before the next start. */
  private static RestorePoint anything(StateKnowledge state, Cause cause, Instant now) {
    RestorePoint known = state.newestKnown(cause);
    return known == null
        ? new RestorePoint(Kind.Empty, null, state.inForce().jobId(), now, cause, true)
        : known;
  }

  /**
   * @param stop not {@link Stop.Ended}
   * @param why the job is stopped, for people
   */
  SessionJobPlan plan(JobOnCluster job, Stop stop, String why, Instant now) {
    StateRecord record = job.state();
    if (stop instanceof Stop.Refused refused) {
      return SessionJobPlans.stalled(job, refused.rejection(), following(job, record), record);
    }
    if (stop instanceof Stop.Asking asking) {
      return asking(job, asking, why, now);
    }
    Health health =
        stop instanceof Stop.Waiting waiting
            ? waiting.health()
            : Health.progressing(Reason.CancellingJob, "Ending the job");
    return SessionJobPlans.progressing(
        job,
        Lifecycle.UPGRADING,
        health,
        List.of(),
        following(job, record),
        List.of(),
        ASK_AGAIN,
        Upkeep.record(job.knowledge(), now).asking(record.operation()));
  }

  private SessionJobPlan asking(JobOnCluster job, Stop.Asking asking, String why, Instant now) {
    Operation operation = asking.operation();
    StateRecord record = job.state().asking(operation);
    boolean first = !operation.equals(job.state().operation());
    Duration pause = Duration.between(now, operation.startTime());
    return SessionJobPlans.progressing(
        job,
        Lifecycle.UPGRADING,
        asking.health(),
        sending(job, asking, false),
        following(job, record),
        first ? List.of(notice(operation, asking.health(), why)) : List.of(),
        pause.compareTo(ASK_AGAIN) > 0 ? pause : ASK_AGAIN,
        record);
  }

  List<Step> sending(JobOnCluster job, Stop.Asking asking, boolean drain) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.SaveIntent());
    if (asking.send() && job.inForce() != null) {
      StateOptions options = StateOptions.of(job.configuration(), job.inForce());
      steps.add(
          new Step.StartOperation(
              asking.operation(),
              FlinkAddress.of(settings, job.application(), job.inForce()),
              options.savepointDirectory(),
              drain,
              options.savepointFormat(),
              !job.beforeTriggerIds()));
    }
    return steps;
  }

  private static Notice notice(Operation operation, Health health, String why) {
    return operation.error() == null
        ? new Notice(EventReason.JOB_SPEC_CHANGED, why + ": " + health.message())
        : new Notice(EventReason.SAVEPOINT_ERROR, health.message());
  }

  @Nullable Follow following(JobOnCluster job, StateRecord record) {
    return SessionJobPlans.follow(job, settings, job.inForce(), true, record.operation());
  }
}
