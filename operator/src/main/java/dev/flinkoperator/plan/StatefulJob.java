package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.plan.NextRevision.Start;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans for a job whose state must survive whatever happens to its cluster. */
final class StatefulJob {

  /** Longer than a request can be on its way: what Flink does not know by then never arrives. */
  private static final Duration NEVER_ARRIVED = Duration.ofSeconds(60);

  private final NextRevision next;
  private final Convergence convergence;
  private final Stopping stopping;
  private final Handover handover;

  StatefulJob(NextRevision next, Convergence convergence, Handover handover, Stopping stopping) {
    this.next = next;
    this.convergence = convergence;
    this.stopping = stopping;
    this.handover = handover;
  }

  Plan run(StateKnowledge state, SpecChange change, EffectiveConfiguration present, Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    if (new Recorded(seen.resource()).suspended()) {
      return resume(state, present, now);
    }
    if (change == SpecChange.RESTART) {
      return handover.upgrade(state, present, now);
    }
    Plan interrupted = interrupted(state, present, now);
    if (interrupted != null) {
      return interrupted;
    }
    if (change == SpecChange.BESIDE) {
      Revision beside = next.beside(seen, state.inForce(), present);
      boolean launching = new Recorded(seen.resource()).launching();
      return convergence.towards(seen, beside, true, launching, now);
    }
    return upkeep(state, now);
  }

  /**
   * An edit says that the state does not matter any more. It may be taken back a moment later:
   * until the cluster is gone, the status still knows where the state is.
   *
   * @return null: there is no state to keep so long
   */
  @Nullable Plan givenUp(
      StateKnowledge state, Start start, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    Recorded recorded = new Recorded(seen.resource());
    RestorePoint written = state.recorded().restorePoint();
    boolean kept = written != null && written.ends(state.inForce().jobId());
    String mode = state.inForce().spec().path("job").path("upgradeMode").asText("stateless");
    boolean mattered =
        written != null || recorded.lastDeployedWasStateful() || !mode.equals("stateless");
    if (recorded.suspended() || (recorded.endedJob() != null && !kept) || !mattered) {
      return null;
    }
    if (!seen.clusterGone()) {
      RestorePoint point =
          kept
              ? written
              : state.inForce().highlyAvailable()
                  ? state.metadata(Cause.Upgrade, now)
                  : state.newestKnown(Cause.Upgrade);
      return point == null ? null : stopping.endGivenUp(state, point, now);
    }
    Revision revision = next.launch(seen, configuration, start);
    return kept
        ? convergence
            .launch(
                seen,
                revision,
                List.of(
                    new Step.ReclaimJobManager(state.inForce()),
                    new Step.ConfirmClusterGone(false)))
            .keeping(StateRecord.NOTHING.noncesOf(seen))
        : null;
  }

  /** The job in force has been, is being or must be ended, and then goes on as it was. */
  private @Nullable Plan interrupted(
      StateKnowledge state, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    RestorePoint point = state.recorded().restorePoint();
    if (point != null && state.endedByUs()) {
      return handover.bringBack(state, point, now);
    }
    Operation ending = state.ending();
    if (ending != null && !given(state, ending, now)) {
      StopWish wish =
          StopWish.of(state.seen().resource(), state.inForce(), configuration, ending.cause());
      Stop stop = StopJudge.judge(state, wish, now);
      if (stop instanceof Stop.Ended ended) {
        return handover.bringBack(state, ended.point(), now);
      }
      if (stop instanceof Stop.Refused && !Spec.stateful(state.seen().resource())) {
        return handover.bringBack(state, state.nothing(now), now);
      }
      return stopping.plan(
          state,
          stop instanceof Stop.Asking asking
              ? new Stop.Asking(ending, asking.send() && wanted(ending), asking.health())
              : stop,
          now);
    }
    if (lost(state)) {
      return handover.lost(state, now);
    }
    if ("FINISHED".equals(new Recorded(state.seen().resource()).endedJob())) {
      return null; // whatever Flink does with it, its work is done
    }
    RestorePoint missed = state.missedByFlink();
    return missed == null ? null : handover.bringBack(state, missed, now);
  }

  /** Not by an edit that may have been taken back, but by us: Flink may never have heard of it. */
  private static boolean wanted(Operation ending) {
    return ending.cause() == Cause.Recovery;
  }

  /** What the job was asked to end by has come to nothing, and is no longer wanted. */
  private static boolean given(StateKnowledge state, Operation ending, Instant now) {
    if (!state.running()) {
      return false;
    }
    OperationView answer = StopJudge.answer(state, ending);
    return answer instanceof OperationView.Failed
        || EndingOperation.putOff(state, ending, now)
        || (!(answer instanceof OperationView.Running)
            && now.isAfter(ending.startTime().plus(NEVER_ARRIVED)));
  }

  private static boolean lost(StateKnowledge state) {
    Recorded recorded = new Recorded(state.seen().resource());
    return state.seen().clusterGone()
        && !recorded.launching()
        && recorded.endedJob() == null
        && !recorded.suspended();
  }

  private Plan upkeep(StateKnowledge state, Instant now) {
    Observation seen = state.seen();
    boolean launching = new Recorded(seen.resource()).launching();
    Plan plan = convergence.towards(seen, state.inForce(), false, launching, now);
    return plan.keeping(Upkeep.record(state, now));
  }

  private Plan resume(StateKnowledge state, EffectiveConfiguration present, Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    RestorePoint point = state.recorded().restorePoint();
    Recorded recorded = new Recorded(seen.resource());
    if (point == null && recorded.lastDeployedWasStateful()) {
      Rejection refusal =
          LostState.refusal(
              state,
              "it was suspended with its state kept, but status.restorePoint"
                  + " does not say where");
      return Rejection.nothingRuns(seen, Health.stalled(refusal.reason(), refusal.message()));
    }
    if (point == null) {
      // Suspended when its state did not matter, or never started.
      Start start = recorded.everRan() ? Start.empty() : Start.initial(seen);
      Revision revision = next.launch(seen, present, start);
      return convergence.towards(seen, revision, true, true, now);
    }
    return handover.goOn(state, point, seen.resource(), present, now);
  }

  Plan suspend(StateKnowledge state, EffectiveConfiguration present, Instant now) {
    Observation seen = state.seen();
    StopWish wish = StopWish.of(seen.resource(), state.inForce(), present, Cause.Suspend);
    Stop stop = StopJudge.judge(state, wish, now);
    if (!(stop instanceof Stop.Ended ended)) {
      return stopping.plan(state, stop, now);
    }
    return seen.clusterGone()
        ? Suspension.settle(seen, state.recorded(), ended.point())
        : stopping.endCluster(state, ended.point(), now);
  }
}
