package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Starts a FAILED job again where its owner wants that: from its last checkpoint, or from empty if
 * its state does not matter. A job that fails again and again is given longer and longer pauses.
 */
final class FailedJob {

  private static final String ENABLED = "kubernetes.operator.job.restart.failed";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** A job that ran for so long has not failed again, but anew. */
  private static final Duration RAN_WELL = Duration.ofMinutes(10);

  private static final int COUNTED = 1_000;

  private final Relaunch relaunch;

  FailedJob(Relaunch relaunch) {
    this.relaunch = relaunch;
  }

  /**
   * @param plan that keeps the cluster
   */
  Plan restart(StateKnowledge state, Plan plan, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    JobView job = state.job();
    if (job == null
        || !job.state().equals("FAILED")
        || GoneFiles.toldBy(job.failure()) // they do not come back
        || !configuration.isTrue(ENABLED, false)
        || !EndedJob.keeps(plan, state)) {
      return plan;
    }
    Healing healing = Healing.of(seen.resource());
    int times = ranWell(job) ? 0 : healing.failedRestarts();
    Instant due = job.stateSince().plus(pause(times));
    String failed = "The job has failed" + (job.failure() == null ? "" : ": " + job.failure());
    if (now.isBefore(due)) {
      String when = ". It is started again at " + due.truncatedTo(ChronoUnit.SECONDS);
      return waiting(seen, plan, failed + when + ", after " + times + " restarts in a row")
          .waking(Duration.between(now, due));
    }
    Healing counted = healing.restarted(Math.min(times + 1, COUNTED));
    if (!Spec.stateful(seen.resource())) {
      return relaunch
          .fromEmpty(seen, configuration, now)
          .saying(told(failed + ". It is started again from empty"))
          .healed(counted);
    }
    Stop stop = Relaunch.stop(state, configuration, now);
    if (stop instanceof Stop.Waiting reading) {
      return waiting(seen, plan, failed + ". " + reading.health().message());
    }
    if (!(stop instanceof Stop.Ended ended)
        || ended.point().kind() == RestorePoint.Kind.HighAvailability) {
      return plan; // Flink clears the metadata of a failed job; only a person knows more
    }
    RestorePoint point = ended.point();
    return relaunch
        .from(state, point, now)
        .saying(told(failed + ". It is started again from " + Told.of(point)))
        .healed(counted);
  }

  private static boolean ranWell(JobView job) {
    return job.startTime() != null
        && Duration.between(job.startTime(), job.stateSince()).compareTo(RAN_WELL) >= 0;
  }

  /** Before the first restart none; then twice the one before. */
  static Duration pause(int times) {
    if (times == 0) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private static Plan waiting(Observation seen, Plan plan, String message) {
    boolean said = new Recorded(seen.resource()).says(Reason.JobRestarting);
    return plan.judged(
            new Verdict.Judged(
                JobManagerStatus.DEPLOYED_NOT_READY,
                Rollout.UPGRADING,
                Lifecycle.DEPLOYED,
                Health.progressing(Reason.JobRestarting, message)))
        .saying(said ? List.of() : List.of(new Notice(EventReason.JOB_ERROR, message)));
  }

  private static List<Notice> told(String message) {
    return List.of(new Notice(EventReason.RECOVER_DEPLOYMENT, message));
  }
}
