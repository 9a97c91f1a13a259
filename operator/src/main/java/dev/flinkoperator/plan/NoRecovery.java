package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JobManager that is gone is not made again where its owner does not want that. */
final class NoRecovery {

  private static final String ENABLED = "kubernetes.operator.jm-deployment-recovery.enabled";

  private NoRecovery() {}

  /**
   * @return null: it is there, is wanted again, or was ended on purpose
   */
  static @Nullable Plan plan(StateKnowledge state, EffectiveConfiguration configuration) {
    Observation seen = state.seen();
    Recorded recorded = new Recorded(seen.resource());
    if (configuration.isTrue(ENABLED, true)
        || !seen.clusterGone()
        || recorded.launching()
        || recorded.suspended()
        || recorded.endedJob() != null
        || state.beingEnded()) {
      return null;
    }
    String message =
        "The JobManager Deployment is gone, and "
            + ENABLED
            + " is false. Set it to true, or change spec.restartNonce, to have it made again";
    return new Plan(
        new Verdict.Judged(
            JobManagerStatus.MISSING,
            Rollout.UNSET,
            Lifecycle.FAILED,
            Health.stalled(Reason.RecoveryDisabled, message)),
        state.inForce(),
        false,
        recorded.reconciled(),
        List.of(),
        null,
        null,
        recorded.says(Reason.RecoveryDisabled)
            ? List.of()
            : List.of(new Notice(EventReason.MISSING, message)),
        null);
  }
}
