package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.RestorePoint.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans for a job on its way to its end, its state kept. */
final class Stopping {

  /** Results come with the poller; this only covers a request that never arrived. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final PlanSettings settings;

  Stopping(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param stop not {@link Stop.Ended}
   */
  Plan plan(StateKnowledge state, Stop stop, Instant now) {
    if (stop instanceof Stop.Asking asking) {
      return asking(state, asking, now);
    }
    if (stop instanceof Stop.Refused refused) {
      Rejection rejection = refused.rejection();
      Health health = Health.stalled(rejection.reason(), rejection.message());
      return underWay(state, health, List.of(), state.recorded(), LOOK_AGAIN)
          .judged(
              new Verdict.Judged(JobManagerStatus.ERROR, Rollout.UNSET, Lifecycle.FAILED, health))
          .saying(Rejection.notices(state.seen(), health));
    }
    Health health =
        stop instanceof Stop.Waiting waiting
            ? waiting.health()
            : Health.progressing(Reason.WaitingForOldCluster, "Ending the job");
    return underWay(state, health, List.of(), state.recorded(), ASK_AGAIN);
  }

  private Plan asking(StateKnowledge state, Stop.Asking asking, Instant now) {
    Operation operation = asking.operation();
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.SaveIntent());
    JobManagerView jobManager = state.seen().jobManager();
    if (asking.send() && jobManager != null) {
      StateOptions options = StateOptions.of(state.inForce(), state.seen(), settings);
      steps.add(
          new Step.StartOperation(
              operation,
              FlinkAddress.of(settings, state.seen(), state.inForce()),
              options.savepointDirectory(),
              false,
              options.savepointFormat(),
              state.inForce().takesTriggerIds()));
    }
    Duration pause = Duration.between(now, operation.startTime());
    boolean first = !operation.equals(state.recorded().operation());
    return underWay(
            state,
            asking.health(),
            steps,
            state.recorded().asking(operation),
            pause.compareTo(ASK_AGAIN) > 0 ? pause : ASK_AGAIN)
        .saying(first ? List.of(notice(operation, asking.health())) : List.of());
  }

  private static Notice notice(Operation operation, Health health) {
    return operation.error() == null
        ? new Notice(EventReason.SPEC_CHANGED, health.message())
        : new Notice(EventReason.SAVEPOINT_ERROR, health.message());
  }

  private Plan underWay(
      StateKnowledge state,
      Health health,
      List<Step> steps,
      StateRecord record,
      @Nullable Duration wake) {
    Observation seen = state.seen();
    Recorded recorded = new Recorded(seen.resource());
    JobManagerView jobManager = seen.jobManager();
    return new Plan(
        new Verdict.Judged(
            jobManager == null
                ? JobManagerStatus.MISSING
                : jobManager.available()
                    ? JobManagerStatus.READY
                    : JobManagerStatus.DEPLOYED_NOT_READY,
            Rollout.UPGRADING,
            Lifecycle.UPGRADING,
            health),
        state.inForce(),
        recorded.launching() && jobManager == null,
        recorded.reconciled(),
        steps,
        null,
        jobManager == null
            ? null
            : FlinkAddress.follow(settings, seen, state.inForce(), true, record.operation()),
        List.of(),
        wake,
        record);
  }

  /**
   * The next job is to start from empty: nobody needs to hear of the state that is kept so long.
   */
  Plan endGivenUp(StateKnowledge state, RestorePoint point, Instant now) {
    Plan ending = endCluster(state, point, now);
    Verdict.Judged judged = (Verdict.Judged) ending.verdict();
    return ending
        .judged(
            new Verdict.Judged(
                judged.jobManager(),
                judged.rollout(),
                judged.lifecycle(),
                Health.progressing(
                    Reason.WaitingForOldCluster,
                    "Waiting for the pods of the former cluster to be gone; the next job starts"
                        + " from empty")))
        .saying(
            ending.notices().isEmpty()
                ? List.of()
                : List.of(
                    new Notice(
                        EventReason.SPEC_CHANGED,
                        "Ending the cluster of job "
                            + state.inForce().jobId()
                            + "; the next one starts from empty, as upgradeMode says")));
  }

  /** The job's state is safe: its cluster may go. */
  Plan endCluster(StateKnowledge state, RestorePoint point, Instant now) {
    Observation seen = state.seen();
    List<Step> steps = new ArrayList<>();
    JobManagerView jobManager = seen.jobManager();
    boolean delete = jobManager != null && !jobManager.deleting();
    boolean unbegun =
        state.jobManager() != null
            && state.believedUnbegun()
            && point.kind() != Kind.HighAvailability;
    if (delete && unbegun && state.inForce().highlyAvailable()) {
      steps.add(new Step.ConfirmHighAvailability(state.inForce().jobId(), false));
    }
    steps.add(new Step.SaveIntent());
    if (jobManager == null) {
      steps.add(new Step.EndHiddenJobManager());
    } else if (delete) {
      steps.add(
          unbegun
              ? new Step.DeleteUnbegunJobManager(
                  jobManager.uid(), jobManager.available() || state.onceUp())
              : JobManagerEnd.begin(seen, jobManager, now));
    }
    return new Plan(
        new Verdict.Judged(
            jobManager == null ? JobManagerStatus.MISSING : JobManagerStatus.DEPLOYING,
            Rollout.UPGRADING,
            Lifecycle.UPGRADING,
            Health.progressing(
                Reason.WaitingForOldCluster,
                "Waiting for the pods of the former cluster to be gone; the job goes on from "
                    + Told.of(point))),
        state.inForce(),
        new Recorded(seen.resource()).launching(),
        LastSpec.suspended(seen, state.inForce(), point),
        steps,
        null,
        null,
        delete
            ? List.of(
                new Notice(
                    point.cause() == RestorePoint.Cause.Recovery
                        ? EventReason.RECOVER_DEPLOYMENT
                        : EventReason.SPEC_CHANGED,
                    "Ending the cluster of job "
                        + state.inForce().jobId()
                        + "; its state is in "
                        + Told.of(point)))
            : List.of(),
        LOOK_AGAIN,
        state.recorded().at(point).asking(null));
  }
}
