package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the cluster to one revision: ends what runs of another, waits until it is really gone,
 * then launches; once there, keeps the children as recorded and judges how the job does.
 */
final class Convergence {

  /** Deletions come as watch events; this only covers an event that is lost. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final Duration ONCE_MORE = Duration.ofSeconds(1);

  private final PlanSettings settings;
  private final RunningJudge judge;

  Convergence(PlanSettings settings) {
    this.settings = settings;
    this.judge = new RunningJudge(settings.grace());
  }

  /**
   * @param recordFirst the revision is new: it is kept before anything is made from it
   * @param launching nothing of the revision has been seen on the cluster yet
   */
  Plan towards(
      Observation seen, Revision revision, boolean recordFirst, boolean launching, Instant now) {
    List<Step> steps = new ArrayList<>();
    if (recordFirst) {
      steps.add(new Step.RecordRevision(revision));
    }
    steps.add(new Step.SaveIntent());
    JobManagerView jobManager = seen.jobManager();
    if (jobManager != null && !jobManager.deleting() && revision.runsAs(jobManager.revision())) {
      return keep(seen, revision, jobManager, steps, now);
    }
    String ended = launching ? null : new Recorded(seen.resource()).endedJob();
    if (ended != null) {
      return seen.clusterGone()
          ? leaveEnded(seen, revision, ended, steps)
          : leaving(seen, revision, steps);
    }
    return seen.clusterGone()
        ? launch(seen, revision, steps, launching, recordFirst && revision.number() == 1)
        : endOld(seen, revision, steps, launching, now);
  }

  private Plan keep(
      Observation seen,
      Revision revision,
      JobManagerView jobManager,
      List<Step> steps,
      Instant now) {
    RunningJudge.Judgement judgement = judge.judge(seen, revision, jobManager, now);
    List<String> forgettable = Forgettable.of(seen, revision, settings.revisionsKept());
    if (!forgettable.isEmpty()) {
      steps.add(new Step.ForgetRevisions(forgettable));
    }
    boolean ask = jobManager.available() || new Recorded(seen.resource()).ready();
    Plan plan =
        new Plan(
            judgement.verdict(),
            revision,
            false,
            LastSpec.running(seen, revision),
            steps,
            jobManager.revision() == null ? null : revision,
            ask
                ? FlinkAddress.follow(
                    settings,
                    seen,
                    revision,
                    moving(judgement.verdict()),
                    new Recorded(seen.resource()).state().operation())
                : null,
            Turns.of(seen.resource(), judgement.verdict()),
            judgement.wake());
    return Forgettable.moreAfter(seen, revision, judgement.verdict(), settings.revisionsKept())
        ? plan.waking(ONCE_MORE)
        : plan;
  }

  /** A job id that the user has fixed may have metadata of a former job of that id. */
  private static boolean keepsMetadata(Observation seen, Revision revision) {
    return StateKnowledge.METADATA.equals(revision.restoredFrom())
        || (Spec.stateful(seen.resource())
            && !revision.configuration().containsKey(NextRevision.JOB_ID));
  }

  private static boolean moving(Verdict verdict) {
    return !(verdict instanceof Verdict.Judged judged)
        || judged.health().kind() == Health.Kind.PROGRESSING;
  }

  /** A job that has ended by itself is not started again because its cluster was removed. */
  private static Plan leaveEnded(
      Observation seen, Revision revision, String state, List<Step> steps) {
    Reason reason = state.equals("CANCELED") ? Reason.JobCanceled : Reason.JobFailed;
    Recorded recorded = new Recorded(seen.resource());
    if (recorded.says(Reason.RestorePointUnknown)) {
      reason = Reason.RestorePointUnknown;
    }
    String told = recorded.message(reason);
    Health health =
        state.equals("FINISHED")
            ? Health.ready(Reason.Finished, "The job has finished; its cluster is gone")
            : Health.stalled(
                reason,
                told != null
                    ? told
                    : "The job ended as "
                        + state
                        + " and its cluster is gone; change spec.restartNonce to start it again");
    boolean finished = health.kind() == Health.Kind.READY;
    return new Plan(
        new Verdict.Judged(
            finished ? JobManagerStatus.MISSING : JobManagerStatus.ERROR,
            finished ? Rollout.DEPLOYED : Rollout.UNSET,
            finished ? Lifecycle.STABLE : Lifecycle.FAILED,
            health),
        revision,
        false,
        LastSpec.running(seen, revision),
        steps,
        null,
        null,
        List.of(),
        null);
  }

  /**
   * The cluster of an ended job is on its way out; that changes nothing of what the status says.
   */
  private static Plan leaving(Observation seen, Revision revision, List<Step> steps) {
    if (seen.jobManager() == null) {
      steps.add(new Step.ReclaimJobManager(revision));
    }
    return new Plan(
        new Verdict.AsBefore(),
        revision,
        false,
        LastSpec.running(seen, revision),
        steps,
        null,
        null,
        List.of(),
        LOOK_AGAIN);
  }

  private static Plan endOld(
      Observation seen, Revision revision, List<Step> steps, boolean launching, Instant now) {
    JobManagerView jobManager = seen.jobManager();
    if (jobManager == null) {
      steps.add(launching ? new Step.EndHiddenJobManager() : new Step.ReclaimJobManager(revision));
    }
    List<Notice> notices = List.of();
    if (jobManager != null && !jobManager.deleting()) {
      steps.add(JobManagerEnd.begin(seen, jobManager, now));
      notices =
          List.of(
              new Notice(
                  EventReason.SPEC_CHANGED,
                  "Ending the cluster of the former spec to deploy generation "
                      + seen.resource().getMetadata().getGeneration()
                      + SessionJobs.fate(seen, revision)));
    }
    return new Plan(
        new Verdict.Judged(
            jobManager == null ? JobManagerStatus.MISSING : JobManagerStatus.DEPLOYING,
            Rollout.UPGRADING,
            Lifecycle.UPGRADING,
            Health.progressing(
                Reason.WaitingForOldCluster,
                "Waiting for the pods of the former cluster to be gone")),
        revision,
        launching,
        LastSpec.suspended(seen, revision),
        steps,
        null,
        null,
        notices,
        LOOK_AGAIN);
  }

  /**
   * A new revision, after its steps before: they have made sure that the old cluster is gone and
   * that the state is where it is said to be.
   */
  Plan launch(Observation seen, Revision revision, List<Step> before) {
    List<Step> steps = new ArrayList<>(before);
    steps.add(new Step.RecordRevision(revision));
    steps.add(new Step.SaveIntent());
    return launch(seen, revision, steps, true, true);
  }

  private static Plan launch(
      Observation seen, Revision revision, List<Step> steps, boolean launching, boolean confirmed) {
    boolean first = revision.number() == 1;
    if (!launching) {
      // It may only be hidden: somebody took its labels away before it had any pods.
      steps.add(new Step.ReclaimJobManager(revision));
    }
    if (!confirmed) {
      steps.add(new Step.ConfirmClusterGone(false));
    }
    if (launching && (!first || revision.highlyAvailable()) && !SessionJobs.goOn(seen, revision)) {
      steps.add(
          new Step.DeleteHighAvailabilityMetadata(
              keepsMetadata(seen, revision) ? revision.jobId() : null));
    }
    return new Plan(
        new Verdict.Judged(
            JobManagerStatus.DEPLOYING,
            Rollout.UPGRADING,
            Lifecycle.UPGRADING,
            Health.progressing(Reason.Deploying, "Creating the cluster")),
        revision,
        launching,
        LastSpec.running(seen, revision),
        steps,
        revision,
        null,
        List.of(
            launching
                ? new Notice(
                    EventReason.SUBMIT,
                    "Starting revision "
                        + revision.number()
                        + (revision.session()
                            ? " as a session cluster"
                            : " as job " + revision.jobId()))
                : new Notice(
                    EventReason.RECOVER_DEPLOYMENT,
                    "The JobManager Deployment was missing; it is made again")),
        LOOK_AGAIN);
  }
}
