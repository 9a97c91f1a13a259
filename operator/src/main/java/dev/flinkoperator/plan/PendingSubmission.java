package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.SubmissionView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows up a submission that is written down until Flink lists the job. Its id was written before
 * Flink was asked, and stays the same until then: Flink takes no second job of that id.
 */
final class PendingSubmission {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** For the list of jobs to show what Flink has accepted. */
  private static final Duration SHOWS = Duration.ofMinutes(2);

  /**
   * What was sent and not answered may still begin: Flink goes on running a main method that nobody
   * waits for. One that is waited for has five minutes.
   */
  static final Duration MAY_BEGIN = Duration.ofMinutes(7);

  private final PlanSettings settings;
  private final SessionJobLaunch launch;
  private final JobRequest request;

  PendingSubmission(PlanSettings settings, SessionJobLaunch launch) {
    this.settings = settings;
    this.launch = launch;
    this.request = new JobRequest(settings);
  }

  /** It was written down that the job is submitted, and it has not been seen yet. */
  SessionJobPlan goOn(JobOnCluster job, Submission pending, boolean edited, Instant now) {
    Revision inForce = job.knowledge().inForce();
    StateRecord record = known(job, now);
    if (!job.cluster().up()) {
      return launch.waiting(job, record);
    }
    SubmissionView view = job.seen().submission();
    boolean flying = view != null && view.state() == SubmissionView.State.IN_FLIGHT;
    if ((edited || begunAfterAll(job)) && !flying && !mayStillBegin(view, now)) {
      return launch.start(
          job, SpecDiff.between(inForce.spec(), job.spec()) == SpecChange.REDEPLOY, now);
    }
    if (flying) {
      return submitting(job, record);
    }
    if (edited && view != null && view.open() != null) {
      return outlasting(
          job, view.open().plus(MAY_BEGIN), record); // another attempt would lengthen it
    }
    if (view != null
        && view.state() == SubmissionView.State.WRONG
        && view.attempt() >= pending.attempt()) {
      Rejection wrong = new Rejection(Reason.InvalidSpec, view.reason() + "");
      return SessionJobPlans.stalled(job, wrong, null, record);
    }
    if (view != null && view.failed() && view.attempt() >= pending.attempt()) {
      return later(job, inForce, pending, view, record, now);
    }
    if (pending.startTime().isAfter(now)) {
      return paused(job, pending, record, Duration.between(now, pending.startTime()));
    }
    boolean accepted = view != null && view.state() == SubmissionView.State.ACCEPTED;
    if (accepted && mayStillBegin(view, now)) {
      return submitting(job, record);
    }
    return accepted
        ? launch.start(job, false, true, now) // Flink has heard of the id, and made no job of it
        : request.send(job, inForce, pending, null, record, false, List.of());
  }

  /**
   * It has completed a checkpoint since it was submitted, though no pass got as far as to write
   * that it runs, and its cluster has lost it since.
   */
  static boolean begunAfterAll(JobOnCluster job) {
    Submission pending = job.submission();
    if (pending == null || job.inForce() == null) {
      return false;
    }
    CheckpointsView told = job.knowledge().checkpoints();
    RestorePoint written = job.state().restorePoint();
    return (told != null && told.newest() != null)
        || (written != null
            && written.jobId().equals(pending.jobId())
            && written.cause() == RestorePoint.Cause.Observed);
  }

  static StateRecord known(JobOnCluster job, Instant now) {
    return begunAfterAll(job) ? Upkeep.record(job.knowledge(), now) : job.state();
  }

  /** Flink may begin the job even now, though nobody has heard of that. */
  static boolean mayStillBegin(@Nullable SubmissionView view, Instant now) {
    if (view == null) {
      return false;
    }
    return switch (view.state()) {
      case IN_FLIGHT -> true;
      case ACCEPTED -> now.isBefore(view.since().plus(SHOWS));
      case FORMER, UNANSWERED, WRONG, NOT_NOW, REFUSED ->
          view.open() != null && now.isBefore(view.open().plus(MAY_BEGIN));
    };
  }

  SessionJobPlan submitting(JobOnCluster job, StateRecord record) {
    return lookingAgain(job, "Submitting the job to its session cluster", record);
  }

  /** A job of the id that the edited one is to have must not begin after it. */
  private SessionJobPlan outlasting(JobOnCluster job, Instant end, StateRecord record) {
    return lookingAgain(
        job,
        "What was submitted before the edit may still begin; the job is submitted as edited when"
            + " that has been stopped, or has not begun until "
            + end.truncatedTo(ChronoUnit.SECONDS),
        record);
  }

  private SessionJobPlan lookingAgain(JobOnCluster job, String message, StateRecord record) {
    return SessionJobPlans.progressing(
        job,
        Lifecycle.UPGRADING,
        Health.progressing(Reason.SubmittingJob, message),
        List.of(),
        SessionJobPlans.follow(job, settings, job.inForce(), true, null),
        List.of(),
        SessionJobPlans.LOOK_AGAIN,
        record);
  }

  /** Another attempt, after a pause. */
  private SessionJobPlan later(
      JobOnCluster job,
      Revision inForce,
      Submission failed,
      SubmissionView view,
      StateRecord record,
      Instant now) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failed.attempt() - 1, 10));
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    Submission next =
        new Submission(
            failed.jobId(),
            failed.attempt() + 1,
            now.plus(pause).truncatedTo(ChronoUnit.MILLIS),
            view.reason());
    SessionJobPlan plan = paused(job, next, record, pause);
    Plan told =
        plan.plan()
            .saying(
                List.of(
                    new Notice(
                        EventReason.JOB_ERROR, "The job could not be submitted: " + next.error())));
    return new SessionJobPlan(
        plan.application(), told, next, plan.clusterName(), plan.clusterUid());
  }

  private SessionJobPlan paused(
      JobOnCluster job, Submission next, StateRecord record, Duration pause) {
    Health health =
        Health.progressing(
            Reason.SubmissionFailed,
            "Attempt "
                + (next.attempt() - 1)
                + " to submit the job failed; attempt "
                + next.attempt()
                + " follows at "
                + next.startTime().truncatedTo(ChronoUnit.SECONDS)
                + (next.error() == null ? "" : ". " + next.error()));
    return SessionJobPlans.progressing(
        job,
        Lifecycle.UPGRADING,
        health,
        List.of(),
        SessionJobPlans.follow(job, settings, job.inForce(), true, null),
        List.of(),
        pause,
        record);
  }
}
