package dev.flinkoperator.plan;

import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobSpec;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Instant;
import java.util.List;

/**
 * Decides everything a pass for a session job does: a pure function of what was observed and the
 * time, as {@link Planner} is for clusters.
 */
public final class SessionJobPlanner {

  private final PlanSettings settings;
  private final SessionJobLaunch launch;
  private final PendingSubmission submissions;
  private final SessionJobStop stop;
  private final SessionJobKeep keep;
  private final SessionJobDeletion deletion;

  public SessionJobPlanner(PlanSettings settings) {
    this.settings = settings;
    this.launch = new SessionJobLaunch(settings);
    this.submissions = new PendingSubmission(settings, launch);
    this.stop = new SessionJobStop(settings);
    this.keep = new SessionJobKeep(settings);
    this.deletion = new SessionJobDeletion(settings, stop);
  }

  public SessionJobPlan plan(SessionJobObservation seen, Instant now) {
    SessionJobPlan decided = decide(seen, now);
    Plan noted = Completion.noted(decided.plan(), decided.application(), settings, now);
    StateRecord state =
        noted.state() == null
            ? new Recorded(decided.application().resource()).state()
            : noted.state();
    Healing healing =
        noted.healing() == null ? Healing.of(decided.application().resource()) : noted.healing();
    Plan plan =
        SnapshotObjects.along(noted, decided.application(), settings, "FlinkSessionJob")
            .recording(LastSpec.withNonces(noted.reconciled(), state))
            .keeping(state)
            .healed(healing);
    return new SessionJobPlan(
        decided.application(),
        plan,
        decided.submission(),
        decided.clusterName(),
        decided.clusterUid());
  }

  private SessionJobPlan decide(SessionJobObservation seen, Instant now) {
    JobOnCluster job;
    Rejection rejection;
    try {
      job = JobOnCluster.of(seen, settings);
      rejection = SessionJobRules.judge(job);
    } catch (RenderingException e) {
      job = JobOnCluster.of(unconfigured(seen), settings);
      rejection = new Rejection(Reason.InvalidSpec, String.valueOf(e.getMessage()));
    }
    if (seen.resource().isMarkedForDeletion()) {
      return deletion.plan(job, now);
    }
    if (rejection != null) {
      return rejected(job, rejection, now);
    }
    return Spec.wantsToRun(job.application().resource())
        ? running(job, SnapshotWishes.of(job.application().resource(), job.configuration()), now)
        : suspend(job, now);
  }

  private SessionJobPlan running(JobOnCluster job, SnapshotWishes wishes, Instant now) {
    if (job.inForce() == null) {
      return launch.start(job, false, now);
    }
    StateKnowledge state = job.knowledge();
    SpecChange change = SpecDiff.between(state.inForce().spec(), job.spec());
    boolean redeploy = change == SpecChange.REDEPLOY;
    Submission pending = job.submission();
    if (pending != null && state.job() == null) {
      return submissions.goOn(job, pending, change != SpecChange.NONE, now);
    }
    if (!job.lives() && (job.recorded().suspended() || state.endedByUs())) {
      return launch.start(job, redeploy, now);
    }
    if (redeploy
        && !state.beingEnded()
        && SessionJobLaunch.source(job) instanceof NamedSnapshot.Unresolved unresolved) {
      return heldBack(job, unresolved.health(), now);
    }
    if (change != SpecChange.NONE) {
      String why = "Generation " + job.resource().getMetadata().getGeneration() + " is deployed";
      return stopped(job, Cause.Upgrade, job.stateful() && !redeploy, why, now);
    }
    if (job.clusterReplaced() || SessionJobKeep.lost(job)) {
      return job.recorded().endedJob() == null
          ? stopped(job, Cause.Recovery, job.stateful(), "The job was lost", now)
          : ended(job, now);
    }
    if (job.cluster().ending() && !StateKnowledge.terminal(state.job())) {
      return stopped(
          job, Cause.Upgrade, job.stateful(), "Its session cluster is about to end", now);
    }
    if (state.ending() != null && !givenUp(state, now)) {
      return stopped(job, Cause.Upgrade, job.stateful(), "The job is being stopped", now);
    }
    if (!(job.application().job() instanceof dev.flinkoperator.observe.view.Reached)
        && !job.cluster().up()) {
      return launch.waiting(job, Upkeep.record(state, now));
    }
    SessionJobPlan kept = keep.keep(job, wishes, now);
    Instant due = keep.restartAt(job, now);
    if (due == null) {
      return kept;
    }
    return now.isBefore(due) ? keep.pausing(kept, job, due, now) : restarted(job, kept, now);
  }

  /** A job that has ended by itself stays ended, whatever becomes of its cluster. */
  private SessionJobPlan ended(JobOnCluster job, Instant now) {
    boolean finished = "FINISHED".equals(job.recorded().endedJob());
    Health health =
        finished
            ? Health.ready(Reason.Finished, "The job has finished; its session cluster is gone")
            : Health.stalled(
                Reason.JobFailed,
                "The job had failed, and its session cluster is gone; change spec.restartNonce to"
                    + " start it again");
    Plan plan =
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.READY,
                finished ? Rollout.DEPLOYED : Rollout.UNSET,
                finished ? Lifecycle.STABLE : Lifecycle.FAILED,
                health),
            job.inForce(),
            false,
            job.recorded().reconciled(),
            List.of(),
            null,
            null,
            List.of(),
            null,
            job.state());
    return SessionJobPlans.of(job, plan, null);
  }

  private SessionJobPlan restarted(JobOnCluster job, SessionJobPlan kept, Instant now) {
    Stop judged = SessionJobStop.judge(job, Cause.Recovery, job.stateful(), now);
    if (judged instanceof Stop.Refused) {
      return kept; // only a person knows more
    }
    SessionJobPlan plan =
        stopped(job, Cause.Recovery, job.stateful(), SessionJobKeep.failure(job), now);
    return judged instanceof Stop.Ended
        ? new SessionJobPlan(
            plan.application(),
            plan.plan().healed(keep.counted(job)),
            plan.submission(),
            plan.clusterName(),
            plan.clusterUid())
        : plan;
  }

  /** Brings the job to its end, and writes down where its state is before anything is started. */
  private SessionJobPlan stopped(
      JobOnCluster job, Cause cause, boolean keepState, String why, Instant now) {
    Stop judged = SessionJobStop.judge(job, cause, keepState, now);
    if (!(judged instanceof Stop.Ended ended)) {
      return stop.plan(job, judged, why, now);
    }
    RestorePoint point = becauseOf(cause, ended.point(), job);
    String told =
        why
            + ": job "
            + point.jobId()
            + " has ended"
            + (keepState ? "; its state is in " + Told.of(point) : "");
    EventReason reason =
        cause == Cause.Recovery ? EventReason.RECOVER_DEPLOYMENT : EventReason.JOB_SPEC_CHANGED;
    return SessionJobPlans.of(
        job,
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.READY,
                Rollout.UPGRADING,
                Lifecycle.UPGRADING,
                Health.progressing(
                    job.cluster().up() ? Reason.SubmittingJob : Reason.WaitingForCluster,
                    "The job has ended and is about to be started again")),
            job.inForce(),
            false,
            lastSpec(job, point),
            List.of(),
            null,
            null,
            List.of(new Notice(reason, told)),
            SessionJobPlans.AT_ONCE,
            job.state().at(point).asking(null)),
        null);
  }

  private static Reconciled lastSpec(JobOnCluster job, RestorePoint point) {
    StateKnowledge state = job.knowledge();
    return LastSpec.with(
        state.inForce().spec(), "suspended", LastSpec.mode(point), state.inForce().number() == 1);
  }

  /** One that had ended by itself is started again on purpose now. */
  private static RestorePoint becauseOf(Cause cause, RestorePoint point, JobOnCluster job) {
    String jobId = job.knowledge().inForce().jobId();
    return point.jobId().equals(jobId)
        ? point.ending(cause)
        : new RestorePoint(point.kind(), point.path(), jobId, point.time(), cause, true);
  }

  private SessionJobPlan suspend(JobOnCluster job, Instant now) {
    if (job.inForce() == null) {
      return SessionJobPlans.suspended(job, job.recorded().reconciled(), List.of(), job.state());
    }
    if (job.recorded().suspended() && !job.lives()) {
      return SessionJobPlans.suspended(job, job.recorded().reconciled(), List.of(), job.state());
    }
    StateKnowledge state = job.knowledge();
    Submission pending = job.submission();
    if (pending != null && state.job() == null) {
      return PendingSubmission.mayStillBegin(job.seen().submission(), now)
          ? submissions.submitting(job, job.state())
          : SessionJobPlans.suspended(
              job, job.recorded().reconciled(), List.of(), job.state().asking(null));
    }
    boolean keepState = job.stateful();
    Stop judged = SessionJobStop.judge(job, Cause.Suspend, keepState, now);
    if (!(judged instanceof Stop.Ended ended)) {
      return stop.plan(job, judged, "Suspending the job", now);
    }
    RestorePoint point = becauseOf(Cause.Suspend, ended.point(), job);
    String told = "The job is suspended" + (keepState ? "; it goes on from " + Told.of(point) : "");
    return SessionJobPlans.suspended(
        job,
        lastSpec(job, point),
        List.of(new Notice(EventReason.JOB_SUSPENDED, told)),
        job.state().at(point).asking(null));
  }

  /** The spec cannot be followed: say so, and leave what runs alone, but in good order. */
  private SessionJobPlan rejected(JobOnCluster job, Rejection rejection, Instant now) {
    if (job.inForce() == null || job.recorded().suspended()) {
      return SessionJobPlans.stalled(job, rejection, null, job.state());
    }
    return heldBack(job, Health.stalled(rejection.reason(), rejection.message()), now);
  }

  private SessionJobPlan heldBack(JobOnCluster job, Health health, Instant now) {
    JobOnCluster submitted = job.asSubmitted(settings);
    SnapshotWishes none = SnapshotWishes.deployed(submitted.knowledge().inForce());
    SessionJobPlan meanwhile = running(submitted, none, now);
    Plan told =
        meanwhile
            .plan()
            .judged(Rejection.verdict(meanwhile.plan().verdict(), job.recorded(), health))
            .saying(Rejection.notices(job.application(), health));
    return new SessionJobPlan(
        meanwhile.application(),
        told,
        meanwhile.submission(),
        meanwhile.clusterName(),
        meanwhile.clusterUid());
  }

  /** What the job was asked to end by has come to nothing, and is no longer wanted. */
  private static boolean givenUp(StateKnowledge state, Instant now) {
    Operation ending = state.ending();
    return ending != null
        && state.running()
        && (StopJudge.answer(state, ending) instanceof OperationView.Failed
            || EndingOperation.putOff(state, ending, now));
  }

  /** With nothing but what the job itself sets left out: it cannot be read. */
  private static SessionJobObservation unconfigured(SessionJobObservation seen) {
    FlinkSessionJob copy = new FlinkSessionJob();
    copy.setMetadata(seen.resource().getMetadata());
    copy.setStatus(seen.resource().getStatus());
    FlinkSessionJobSpec present = seen.resource().getSpec();
    FlinkSessionJobSpec spec = new FlinkSessionJobSpec();
    spec.setDeploymentName(present.getDeploymentName());
    spec.setJob(present.getJob());
    spec.setRestartNonce(present.getRestartNonce());
    copy.setSpec(spec);
    return new SessionJobObservation(
        copy,
        seen.cluster(),
        seen.job(),
        seen.checkpoints(),
        seen.operation(),
        seen.submission(),
        seen.startsFrom(),
        seen.disposal());
  }
}
