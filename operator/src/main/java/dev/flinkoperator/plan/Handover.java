package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands the state of a job over from one cluster to the next: the old job is stopped, its state
 * written down, its cluster ended and gone; only then is the next revision made, of the newest
 * spec.
 */
final class Handover {

  private final NextRevision next;
  private final Convergence convergence;
  private final Stopping stopping;

  Handover(NextRevision next, Convergence convergence, Stopping stopping) {
    this.next = next;
    this.convergence = convergence;
    this.stopping = stopping;
  }

  /** To a cluster of the present spec. */
  Plan upgrade(StateKnowledge state, EffectiveConfiguration present, Instant now)
      throws RenderingException {
    FlinkDeployment resource = state.seen().resource();
    // To hear now, and not when the job has ended, what could not be launched.
    next.launch(state.seen(), present, NextRevision.Start.empty());
    StopWish wish = StopWish.of(resource, state.inForce(), present, Cause.Upgrade);
    Stop stop = StopJudge.judge(state, wish, now);
    return stop instanceof Stop.Ended ended
        ? goOn(state, ended.point(), resource, present, now)
        : stopping.plan(state, stop, now);
  }

  /** From the point where the job of the revision in force ended, to a cluster of this spec. */
  Plan goOn(
      StateKnowledge state,
      RestorePoint point,
      FlinkDeployment target,
      EffectiveConfiguration configuration,
      Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    if (!seen.clusterGone()) {
      return stopping.endCluster(state, point, now);
    }
    StartChoice choice = StartChoice.from(state, point, target, configuration);
    if (choice instanceof StartChoice.Refused && !Spec.stateful(seen.resource())) {
      // The edit that the refusal names: by now its state does not matter.
      return goOn(state, state.nothing(now), target, configuration, now);
    }
    if (choice instanceof StartChoice.Refused refused) {
      Rejection refusal = refused.rejection();
      return Rejection.nothingRuns(seen, Health.stalled(refusal.reason(), refusal.message()))
          .keeping(state.recorded().at(point).asking(null));
    }
    StartChoice.From from = (StartChoice.From) choice;
    List<Step> before = new ArrayList<>();
    before.add(new Step.ReclaimJobManager(state.inForce()));
    before.add(new Step.ConfirmClusterGone(false));
    if (state.leavesMetadataUnread(point)) {
      before.add(new Step.ConfirmHighAvailability(state.inForce().jobId(), false));
    }
    before.addAll(from.confirm());
    Revision revision = next.launch(seen, target, configuration, from.start());
    return convergence
        .launch(seen, revision, before)
        .keeping(state.recorded().at(point.goingOn()).asking(null));
  }

  /** To another cluster of what was running: its spec, its configuration. */
  Plan bringBack(StateKnowledge state, RestorePoint point, Instant now) throws RenderingException {
    return goOn(
        state,
        point,
        asDeployed(state.seen(), state.inForce()),
        new EffectiveConfiguration(ParallelismOverrides.configuration(state.inForce())),
        now);
  }

  /** The resource with the spec that was last deployed. */
  static FlinkDeployment asDeployed(Observation seen, Revision inForce) {
    FlinkDeployment resource = seen.resource();
    FlinkDeployment copy = new FlinkDeployment();
    copy.setMetadata(resource.getMetadata());
    copy.setStatus(resource.getStatus());
    copy.setSpec(SpecJson.read(inForce.spec()));
    return copy;
  }

  /** Its cluster is gone, and nobody asked for that. */
  Plan lost(StateKnowledge state, Instant now) throws RenderingException {
    RestorePoint point =
        state.inForce().highlyAvailable()
            ? state.metadata(Cause.Recovery, now)
            : state.newestKnown(Cause.Recovery);
    Observation seen = state.seen();
    if (point == null) {
      Rejection refusal = LostState.refusal(state, "its JobManager is gone");
      return Rejection.nothingRuns(seen, Health.stalled(refusal.reason(), refusal.message()));
    }
    return bringBack(state, point, now)
        .saying(
            List.of(
                new Notice(
                    EventReason.RECOVER_DEPLOYMENT,
                    "The JobManager Deployment was missing; the job is brought back from "
                        + Told.of(point))));
  }
}
