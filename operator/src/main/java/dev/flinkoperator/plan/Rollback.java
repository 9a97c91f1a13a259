package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a revision that has never run is given up for the last one that has. The decision is
 * written down in a pass of its own; {@link RolledBack} does what follows from it.
 */
final class Rollback {

  private static final String ENABLED = "kubernetes.operator.deployment.rollback.enabled";
  private static final String TIMEOUT = "kubernetes.operator.deployment.readiness.timeout";
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Duration grace;

  Rollback(Duration grace) {
    this.grace = grace;
  }

  /**
   * The revision in force has a limited time to run, and another one to go back to.
   *
   * @return null: it has run, or nothing is to be gone back to
   */
  @Nullable Instant deadline(Observation seen, EffectiveConfiguration configuration) {
    Revision tried = seen.inForce();
    Revision stable = seen.stable();
    Instant launched = new Recorded(seen.resource()).launched();
    return !configuration.isTrue(ENABLED, false)
            || tried == null
            || stable == null
            || launched == null
            || stable.name().equals(tried.name())
            || !RolledBack.differs(tried, stable)
        ? null
        : launched.plus(Durations.of(configuration, TIMEOUT, Duration.ofMinutes(5)));
  }

  /**
   * @param plan for the present spec, which is what the revision in force was made from
   */
  Plan watch(Observation seen, Plan plan, EffectiveConfiguration configuration, Instant now) {
    Revision tried = seen.inForce();
    Instant deadline = deadline(seen, configuration);
    if (tried == null
        || deadline == null
        || plan.inForce() == null
        || !plan.inForce().name().equals(tried.name())) {
      return plan;
    }
    if (!(plan.verdict() instanceof Verdict.Judged judged)) {
      return plan.waking(max(Duration.between(now, deadline), grace));
    }
    if (judged.health().kind() == Health.Kind.READY) {
      return plan;
    }
    if (now.isBefore(deadline)) {
      return plan.waking(Duration.between(now, deadline));
    }
    return unheard(seen, now) ? plan.waking(grace) : decided(seen, plan, judged, configuration);
  }

  /** Flink may well run the job: nobody has asked, or nobody has got through, for long. */
  private boolean unheard(Observation seen, Instant now) {
    JobManagerView jobManager = seen.jobManager();
    return jobManager != null
        && jobManager.available()
        && (seen.job() instanceof NotAsked
            || (seen.job() instanceof Unreachable unreachable
                && now.isBefore(unreachable.since().plus(grace))));
  }

  private static Plan decided(
      Observation seen, Plan plan, Verdict.Judged judged, EffectiveConfiguration configuration) {
    Duration timeout = Durations.of(configuration, TIMEOUT, Duration.ofMinutes(5));
    String why =
        "Generation "
            + seen.resource().getMetadata().getGeneration()
            + " was not ready within "
            + timeout.toSeconds()
            + " s: "
            + judged.health().message();
    String message = why + ". Rolling back to revision " + name(seen.stable());
    List<Notice> notices = new ArrayList<>(plan.notices());
    notices.add(new Notice(EventReason.ROLLBACK, message));
    return plan.judged(
            new Verdict.Judged(
                // ERROR is for what only the user can mend; this is being mended.
                judged.jobManager() == JobManagerStatus.ERROR
                    ? JobManagerStatus.DEPLOYING
                    : judged.jobManager(),
                Rollout.ROLLING_BACK,
                Lifecycle.ROLLING_BACK,
                Health.progressing(Reason.RollingBack, message)))
        .saying(notices)
        .healed(new Healing(why, 0))
        .waking(AT_ONCE);
  }

  private static String name(@Nullable Revision stable) {
    return stable == null ? "" : stable.name();
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
