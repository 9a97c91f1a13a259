package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Instant;

/** Ends the job in force for its own good, and starts the same spec again. */
final class Relaunch {

  private final NextRevision next;
  private final Convergence convergence;
  private final Handover handover;
  private final Stopping stopping;

  Relaunch(NextRevision next, Convergence convergence, Handover handover, Stopping stopping) {
    this.next = next;
    this.convergence = convergence;
    this.handover = handover;
    this.stopping = stopping;
  }

  /** A job whose state does not matter. */
  Plan fromEmpty(Observation seen, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    return convergence
        .towards(
            seen, next.launch(seen, configuration, NextRevision.Start.empty()), true, true, now)
        .keeping(StateRecord.NOTHING.noncesOf(seen));
  }

  /** How the job comes to its end: by last state, as one in trouble takes no savepoint. */
  static Stop stop(StateKnowledge state, EffectiveConfiguration configuration, Instant now) {
    StopWish wish =
        StopWish.of(state.seen().resource(), state.inForce(), configuration, Cause.Recovery);
    return StopJudge.judge(
        state,
        new StopWish(Cause.Recovery, false, wish.sameFlink(), wish.options().atAnyAge()),
        now);
  }

  /** Marks the end as ours, so that the passes to come bring the job back. */
  Plan from(StateKnowledge state, RestorePoint point, Instant now) throws RenderingException {
    return handover.bringBack(state, point.ending(Cause.Recovery), now);
  }

  Plan asking(StateKnowledge state, Stop.Asking asking, Instant now) {
    return stopping.plan(state, asking, now);
  }
}
