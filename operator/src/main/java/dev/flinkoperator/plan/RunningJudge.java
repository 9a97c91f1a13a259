package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges a cluster whose JobManager Deployment is the one asked for: the status contract's rows.
 */
final class RunningJudge {

  private static final Set<String> TROUBLED = Set.of("RESTARTING", "FAILING");

  private final Duration grace;

  RunningJudge(Duration grace) {
    this.grace = grace;
  }

  /**
   * @param wake when to judge again though nothing happened; null: only when something does
   */
  record Judgement(Verdict verdict, @Nullable Duration wake) {}

  Judgement judge(Observation seen, Revision revision, JobManagerView jobManager, Instant now) {
    Recorded recorded = new Recorded(seen.resource());
    boolean wasReady = recorded.ready();
    if (!jobManager.available()) {
      Health stuck = PodHealth.stuck(seen.pods(), jobManager);
      if (stuck != null) {
        return stalledByPods(stuck);
      }
      return unavailable(seen, jobManager, wasReady, now);
    }
    if (seen.job() instanceof Reached && revision.session()) {
      return settled(
          Health.ready(
              Reason.ClusterRunning, "The session cluster is up: Flink's REST API answers"));
    }
    if (seen.job() instanceof Reached reached) {
      JobView job = reached.job(revision.jobId()).orElse(null);
      return job(seen, revision, jobManager, job, wasReady, now);
    }
    if (seen.job() instanceof Unreachable unreachable) {
      return troubled(
          wasReady ? unreachable.since() : null,
          now,
          Health.progressing(
              Reason.JobManagerUnreachable,
              "Flink's REST API does not answer: " + unreachable.reason()));
    }
    if (recorded.settledFor(seen.resource().getMetadata().getGeneration())) {
      // Nobody has asked since this operator started; the answer comes within a moment.
      return new Judgement(new Verdict.AsBefore(), grace);
    }
    // As before the JobManager was up: the first answer is a second away, and worth one write.
    return progressing(
        JobManagerStatus.DEPLOYING,
        Lifecycle.UPGRADING,
        PodHealth.waitingForJobManager(seen.pods(), false));
  }

  private Judgement job(
      Observation seen,
      Revision revision,
      JobManagerView jobManager,
      @Nullable JobView job,
      boolean wasReady,
      Instant now) {
    Recorded recorded = new Recorded(seen.resource());
    if (job == null && recorded.endedJob() != null) {
      // A new JobManager neither runs nor lists a job that its metadata know to have ended.
      return ended(recorded, seen, revision, recorded.endedJob(), null);
    }
    if (job == null) {
      if (endedUnseen(seen, recorded, jobManager, now)) {
        return failed(
            Health.stalled(
                Reason.JobFailed,
                "The JobManager lists no job: it ended while nobody was looking, and Flink no"
                    + " longer tells how; change spec.restartNonce to start it again"));
      }
      Judgement missing =
          progressing(
              JobManagerStatus.DEPLOYED_NOT_READY,
              Lifecycle.DEPLOYED,
              Health.progressing(Reason.JobNotFound, "The JobManager has not started the job yet"));
      // Nothing happens any more if it has ended unseen.
      return new Judgement(missing.verdict(), toBegin(recorded));
    }
    switch (job.state()) {
      case "FINISHED", "FAILED", "CANCELED":
        return ended(recorded, seen, revision, job.state(), job.failure());
      case "RUNNING":
        if (job.tasksUp()) {
          return settled(Health.ready(Reason.JobRunning, "The job is running"));
        }
        return troubled(
            wasReady ? job.stateSince() : null, now, PodHealth.waitingForTaskManagers(seen.pods()));
      default:
        boolean troubled = TROUBLED.contains(job.state());
        return troubled(
            wasReady ? job.stateSince() : null,
            now,
            Health.progressing(
                troubled ? Reason.JobRestarting : Reason.JobStarting,
                "The job is " + job.state() + (job.failure() == null ? "" : ": " + job.failure())));
    }
  }

  /**
   * High availability has no metadata of a job that has ended, and a new JobManager does not list
   * it; that it only has not begun yet lasts no longer than the grace.
   */
  private boolean endedUnseen(
      Observation seen, Recorded recorded, JobManagerView jobManager, Instant now) {
    Revision inForce = seen.inForce();
    Instant since = recorded.notReadySince();
    if (inForce == null || since == null || !inForce.highlyAvailable()) {
      return false;
    }
    // Not ready is a resource from its edit on; what it waits for then may take any time.
    Instant began = jobManager.created().isAfter(since) ? jobManager.created() : since;
    return !seen.highAvailability().jobs().contains(inForce.jobId())
        && now.isAfter(began.plus(toBegin(recorded)));
  }

  /** A program that was launched just now may take its time before it submits its job. */
  private Duration toBegin(Recorded recorded) {
    return recorded.listed() ? grace : grace.multipliedBy(5);
  }

  /**
   * @param failure null: none, or Flink no longer tells; then what is written stands
   */
  private static Judgement ended(
      Recorded recorded,
      Observation seen,
      Revision revision,
      String state,
      @Nullable String failure) {
    boolean said =
        (recorded.says(Reason.JobFailed) || recorded.says(Reason.RestorePointUnknown))
            && recorded.settledFor(seen.resource().getMetadata().getGeneration());
    if (state.equals("FAILED") && failure == null && said) {
      return new Judgement(new Verdict.AsBefore(), null);
    }
    if (state.equals("FAILED")
        && failure != null
        && GoneFiles.toldBy(failure)
        && revision.restoredFrom() != null
        && Spec.stateful(seen.resource())) {
      Rejection gone = LostState.gone(StateKnowledge.of(seen, revision), failure);
      return failed(Health.stalled(gone.reason(), gone.message()));
    }
    return switch (state) {
      case "FINISHED" -> settled(Health.ready(Reason.Finished, "The job has finished"));
      case "FAILED" ->
          failed(
              Health.stalled(
                  Reason.JobFailed,
                  "The job has failed"
                      + (failure == null ? "" : ": " + failure)
                      + ". Mend its cause, then change spec.restartNonce to start it again"));
      default ->
          failed(
              Health.stalled(
                  Reason.JobCanceled,
                  "The job was cancelled by somebody else; change spec.restartNonce to start it"
                      + " again, or set spec.job.state to suspended"));
    };
  }

  private Judgement unavailable(
      Observation seen, JobManagerView jobManager, boolean wasReady, Instant now) {
    Lifecycle lifecycle = new Recorded(seen.resource()).lifecycle();
    boolean wasUp =
        lifecycle == Lifecycle.STABLE
            || lifecycle == Lifecycle.DEPLOYED
            || lifecycle == Lifecycle.ROLLED_BACK;
    Health waiting = PodHealth.waitingForJobManager(seen.pods(), wasUp);
    if (wasReady) {
      Instant since = jobManager.unavailableSince();
      return troubled(since == null ? jobManager.created() : since, now, waiting);
    }
    return wasUp
        ? progressing(JobManagerStatus.DEPLOYED_NOT_READY, Lifecycle.DEPLOYED, waiting)
        : progressing(JobManagerStatus.DEPLOYING, Lifecycle.UPGRADING, waiting);
  }

  /**
   * @param since when the trouble of a job that was ready began; null: it never was ready, or that
   *     has already been said
   */
  private Judgement troubled(@Nullable Instant since, Instant now, Health health) {
    if (since != null) {
      Duration left = grace.minus(Duration.between(since, now));
      if (!left.isNegative() && !left.isZero()) {
        return new Judgement(new Verdict.AsBefore(), left);
      }
    }
    return progressing(JobManagerStatus.DEPLOYED_NOT_READY, Lifecycle.DEPLOYED, health);
  }

  private static Judgement progressing(
      JobManagerStatus jobManager, Lifecycle lifecycle, Health health) {
    return new Judgement(
        new Verdict.Judged(jobManager, Rollout.UPGRADING, lifecycle, health), null);
  }

  private static Judgement settled(Health health) {
    return new Judgement(
        new Verdict.Judged(JobManagerStatus.READY, Rollout.DEPLOYED, Lifecycle.STABLE, health),
        null);
  }

  private static Judgement failed(Health health) {
    return new Judgement(
        new Verdict.Judged(JobManagerStatus.ERROR, Rollout.UNSET, Lifecycle.FAILED, health), null);
  }

  private static Judgement stalledByPods(Health stuck) {
    return stuck.kind() == Health.Kind.STALLED
        ? failed(stuck)
        : progressing(JobManagerStatus.DEPLOYING, Lifecycle.UPGRADING, stuck);
  }
}
