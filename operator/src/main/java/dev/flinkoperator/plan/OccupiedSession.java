package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds up the deletion of a session cluster while jobs run in it that somebody has submitted, as
 * long as its owner wants that. A cluster that does not say whether jobs run in it is waited for
 * only so long.
 */
final class OccupiedSession {

  private static final String BLOCKS =
      "kubernetes.operator.session.deletion.block-on-unmanaged-jobs";

  /** As older releases of the Apache operator have it. */
  private static final String BLOCKS_OLD = "kubernetes.operator.session.block-on-unmanaged-jobs";

  private static final String BLOCKS_MANAGED =
      "kubernetes.operator.session.deletion.block-on-session-jobs";

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final PlanSettings settings;

  OccupiedSession(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @return null: nothing holds up the deletion
   */
  @Nullable Plan before(Observation seen, Instant now) {
    Revision inForce = seen.inForce();
    JobManagerView jobManager = seen.jobManager();
    if (inForce == null
        || !inForce.session()
        || jobManager == null
        || jobManager.deleting()
        || !seen.ownsJobManager()
        || neverUp(seen, inForce, jobManager)) {
      return null;
    }
    EffectiveConfiguration configuration = configuration(seen, inForce);
    if (!seen.sessionJobs().isEmpty() && configuration.isTrue(BLOCKS_MANAGED, true)) {
      return managed(seen, inForce);
    }
    if (!configuration.isTrue(BLOCKS, configuration.isTrue(BLOCKS_OLD, true))) {
      return null;
    }
    boolean asked = new Recorded(seen.resource()).lifecycle() == Lifecycle.DELETING;
    if (asked && seen.job() instanceof Reached reached) {
      List<JobView> jobs = SessionJobs.unmanaged(reached, seen.sessionJobs());
      return jobs.isEmpty() ? null : occupied(seen, inForce, jobs);
    }
    if (asked && seen.job() instanceof Unreachable unreachable) {
      return silent(seen, inForce, unreachable, now);
    }
    // What was heard before the deletion may be out of date: a job may have been submitted since.
    Plan asking =
        waiting(
            seen,
            inForce,
            Health.progressing(
                Reason.Deleting, "Asking Flink whether jobs run in the session cluster"));
    return asked ? asking.judged(new Verdict.AsBefore()) : asking;
  }

  private Plan occupied(Observation seen, Revision inForce, List<JobView> jobs) {
    String message =
        "The deletion waits for "
            + SessionJobs.told(jobs)
            + ". Cancel what runs in the session cluster, or set "
            + BLOCKS
            + " to false in spec.flinkConfiguration";
    boolean said = new Recorded(seen.resource()).says(Reason.WaitingForJobs);
    return waiting(seen, inForce, Health.progressing(Reason.WaitingForJobs, message))
        .saying(said ? List.of() : List.of(new Notice(EventReason.CLEANUP_FAILED, message)));
  }

  /** Its session jobs are to be deleted first: each then ends in its own way. */
  private Plan managed(Observation seen, Revision inForce) {
    String message =
        "The deletion waits for the FlinkSessionJobs of this cluster: "
            + SessionJobsFirst.names(seen.sessionJobs())
            + ". Delete them, or set "
            + BLOCKS_MANAGED
            + " to false in spec.flinkConfiguration";
    boolean said = new Recorded(seen.resource()).says(Reason.WaitingForJobs);
    return waiting(seen, inForce, Health.progressing(Reason.WaitingForJobs, message))
        .saying(said ? List.of() : List.of(new Notice(EventReason.CLEANUP_FAILED, message)));
  }

  /** Nobody knows whether jobs run, and a deletion must come to an end. */
  private Plan silent(Observation seen, Revision inForce, Unreachable unreachable, Instant now) {
    Instant limit = unreachable.since().plus(LONGEST_WAIT).truncatedTo(ChronoUnit.SECONDS);
    if (!now.isBefore(limit)) {
      return Deletion.plan(seen, now)
          .saying(
              List.of(
                  new Notice(
                      EventReason.CLEANUP_FAILED,
                      "Flink has not answered for "
                          + LONGEST_WAIT.toSeconds()
                          + " s: the session cluster is deleted with whatever runs in it")));
    }
    return waiting(
        seen,
        inForce,
        Health.progressing(
            Reason.JobManagerUnreachable,
            "Flink does not say whether jobs run in the session cluster: "
                + unreachable.reason()
                + ". If it does not until "
                + limit
                + " the cluster is deleted with whatever runs in it"));
  }

  private Plan waiting(Observation seen, Revision inForce, Health health) {
    JobManagerView jobManager = Objects.requireNonNull(seen.jobManager());
    return new Plan(
        new Verdict.Judged(
            jobManager.available() ? JobManagerStatus.READY : JobManagerStatus.DEPLOYED_NOT_READY,
            Rollout.UPGRADING,
            Lifecycle.DELETING,
            health),
        inForce,
        false,
        new Recorded(seen.resource()).reconciled(),
        List.of(),
        null,
        FlinkAddress.follow(settings, seen, inForce, true, null)
            .since(jobManager.uid() + "/deletion"),
        List.of(),
        LOOK_AGAIN);
  }

  /** Nothing can have been submitted, and none of an older cluster's jobs is to be recovered. */
  private static boolean neverUp(Observation seen, Revision inForce, JobManagerView jobManager) {
    Revision stable = seen.stable();
    return !jobManager.available()
        && (stable == null || !stable.name().equals(inForce.name()))
        && seen.highAvailability().jobs().isEmpty();
  }

  private EffectiveConfiguration configuration(Observation seen, Revision inForce) {
    if (seen.resource().getSpec() != null) {
      try {
        return EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource());
      } catch (RenderingException e) {
        // What was deployed says it then.
      }
    }
    return new EffectiveConfiguration(inForce.configuration());
  }
}
