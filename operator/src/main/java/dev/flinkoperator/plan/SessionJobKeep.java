package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks after a job that is meant to run as it does. */
final class SessionJobKeep {

  private static final String RESTART_FAILED = "kubernetes.operator.job.restart.failed";
  private static final Duration RAN_WELL = Duration.ofMinutes(10);

  private final PlanSettings settings;
  private final RunningJudge judge;
  private final Snapshots snapshots;
  private final SavepointCleanup cleanup;

  SessionJobKeep(PlanSettings settings) {
    this.settings = settings;
    this.judge = new RunningJudge(settings.grace());
    this.snapshots = new Snapshots(settings);
    this.cleanup = new SavepointCleanup(settings);
  }

  SessionJobPlan keep(JobOnCluster job, SnapshotWishes wishes, Instant now) {
    Observation seen = job.application();
    StateKnowledge state = job.knowledge();
    Revision inForce = state.inForce();
    JobManagerView jobManager = Objects.requireNonNull(seen.jobManager());
    RunningJudge.Judgement judgement =
        seen.job() instanceof NotAsked
                && !job.recorded().settledFor(job.resource().getMetadata().getGeneration())
            ? asking()
            : judge.judge(seen, inForce, jobManager, now);
    StateRecord record = Upkeep.record(state, now);
    RestorePoint point = record.restorePoint();
    if (point != null && state.running() && !point.jobId().equals(inForce.jobId())) {
      boolean used = inForce.restoredFrom() != null && inForce.restoredFrom().equals(point.path());
      record = used ? record : record.at(null); // it began from empty, as asked
    }
    boolean moving =
        !(judgement.verdict() instanceof Verdict.Judged judged)
            || judged.health().kind() == Health.Kind.PROGRESSING;
    Plan plan =
        new Plan(
            judgement.verdict(),
            inForce,
            false,
            LastSpec.with(inForce.spec(), "running", LastSpec.mode(inForce), inForce.number() == 1),
            List.of(new Step.SaveIntent()),
            inForce,
            SessionJobPlans.follow(job, settings, inForce, moving, job.state().operation()),
            Turns.of(seen.resource(), judgement.verdict()),
            judgement.wake(),
            record);
    Plan taking = snapshots.along(plan, seen, wishes, now);
    return SessionJobPlans.of(job, cleanup.along(taking, seen, job.configuration(), now), null);
  }

  private static RunningJudge.Judgement asking() {
    return new RunningJudge.Judgement(
        new Verdict.Judged(
            JobManagerStatus.READY,
            Rollout.UPGRADING,
            Lifecycle.DEPLOYED,
            Health.progressing(Reason.JobStarting, "Asking the session cluster for the job")),
        null);
  }

  /**
   * When a FAILED job is to be started again, where its owner wants that; null: it is not.
   *
   * @param now as long as it is before that, the job waits
   */
  @Nullable Instant restartAt(JobOnCluster job, Instant now) {
    JobView failed = job.knowledge().job();
    if (failed == null
        || !failed.state().equals("FAILED")
        || GoneFiles.toldBy(failed.failure()) // they do not come back
        || !job.configuration().isTrue(RESTART_FAILED, false)) {
      return null;
    }
    return failed.stateSince().plus(FailedJob.pause(restarts(job, failed)));
  }

  /** The pause before another start of a failed job. */
  SessionJobPlan pausing(SessionJobPlan kept, JobOnCluster job, Instant due, Instant now) {
    String message =
        failure(job) + ". It is started again at " + due.truncatedTo(ChronoUnit.SECONDS);
    boolean said = job.recorded().says(Reason.JobRestarting);
    Plan plan =
        kept.plan()
            .judged(
                new Verdict.Judged(
                    JobManagerStatus.READY,
                    Rollout.UPGRADING,
                    Lifecycle.DEPLOYED,
                    Health.progressing(Reason.JobRestarting, message)))
            .saying(said ? List.of() : List.of(new Notice(EventReason.JOB_ERROR, message)))
            .waking(Duration.between(now, due));
    return SessionJobPlans.of(job, plan, null);
  }

  Healing counted(JobOnCluster job) {
    JobView failed = Objects.requireNonNull(job.knowledge().job());
    return Healing.of(job.application().resource())
        .restarted(Math.min(restarts(job, failed) + 1, 1_000));
  }

  static String failure(JobOnCluster job) {
    JobView failed = job.knowledge().job();
    String why = failed == null ? null : failed.failure();
    return "The job has failed" + (why == null ? "" : ": " + why);
  }

  private static int restarts(JobOnCluster job, JobView failed) {
    boolean ranWell =
        failed.startTime() != null
            && Duration.between(failed.startTime(), failed.stateSince()).compareTo(RAN_WELL) >= 0;
    return ranWell ? 0 : Healing.of(job.application().resource()).failedRestarts();
  }

  /** Flink answers, does not list the job, and nobody has seen it end. */
  static boolean lost(JobOnCluster job) {
    return job.application().job() instanceof Reached
        && job.knowledge().job() == null
        && job.recorded().endedJob() == null;
  }
}
