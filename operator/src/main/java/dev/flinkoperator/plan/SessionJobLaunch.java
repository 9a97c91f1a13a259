package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.CheckpointRetention;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.SubmissionView;
import dev.flinkoperator.plan.RestorePoint.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Submits a session job and follows that up. The id is written down before Flink is asked, and
 * stays the same until the job has been seen: Flink takes no second one of that id.
 */
final class SessionJobLaunch {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** For the list of jobs to show what Flink has accepted. */
  private static final Duration SHOWS = Duration.ofMinutes(2);

  /**
   * What was sent and not answered may still begin: Flink goes on running a main method that nobody
   * waits for. One that is waited for has five minutes.
   */
  static final Duration MAY_BEGIN = Duration.ofMinutes(7);

  private static final SpecMapper SPECS = new SpecMapper();

  private static final String HEADERS = "kubernetes.operator.user.artifacts.http.header";

  private final PlanSettings settings;

  SessionJobLaunch(PlanSettings settings) {
    this.settings = settings;
  }

  /** Waits for the cluster, with all that is known kept. */
  SessionJobPlan waiting(JobOnCluster job, StateRecord record) {
    String name = job.clusterName();
    String message =
        !job.cluster().exists()
            ? "Waiting for the session cluster "
                + name
                + ": there is no FlinkDeployment of that name"
            : job.cluster().ending()
                ? "Waiting for the session cluster " + name + ", which is being upgraded or removed"
                : "Waiting for the session cluster " + name + " to be up";
    boolean ran = job.inForce() != null && job.recorded().everRan();
    return SessionJobPlans.progressing(
        job,
        ran ? Lifecycle.UPGRADING : Lifecycle.CREATED,
        Health.progressing(Reason.WaitingForCluster, message),
        List.of(),
        SessionJobPlans.follow(job, settings, job.inForce(), true, record.operation()),
        List.of(),
        null,
        record);
  }

  /**
   * Nothing of this resource runs.
   *
   * @param redeploy from spec.job.initialSavepointPath, whatever is known besides
   */
  SessionJobPlan start(JobOnCluster job, boolean redeploy, Instant now) {
    return start(job, redeploy, false, now);
  }

  private SessionJobPlan start(JobOnCluster job, boolean redeploy, boolean usedUp, Instant now) {
    StateRecord record = known(job, now).asking(null);
    if (!job.cluster().up()) {
      return waiting(job, record);
    }
    RestorePoint point = redeploy || neverBegan(job, record) ? null : record.restorePoint();
    boolean initial = redeploy || (point == null && !ran(job));
    NamedSnapshot source = initial ? source(job) : null;
    if (source instanceof NamedSnapshot.Unresolved unresolved) {
      return SessionJobPlans.heldBack(job, unresolved.health(), record);
    }
    String path =
        source instanceof NamedSnapshot.Resolved resolved
            ? resolved.path()
            : point == null ? legacyPath(job) : point.path();
    if (!initial && !job.stateful()) {
      path = null;
    }
    Revision before = job.inForce();
    boolean seen = usedUp || begunAfterAll(job) || (before != null && job.knowledge().ran());
    long number =
        before == null || seen
            ? job.recorded().revisionNumber() + 1
            : job.recorded().revisionNumber();
    String uid = job.resource().getMetadata().getUid();
    String jobId = NextRevision.digest("MD5", uid + "/" + number);
    RestorePoint from =
        point != null
            ? point.goingOn()
            : path == null
                ? null
                : new RestorePoint(
                    Kind.Savepoint, path, jobId, now, RestorePoint.Cause.Manual, false);
    StateRecord next = nonces(job, record.at(from), before == null);
    Revision revision =
        JobAsApplication.revision(jobId, number, job.spec(), job.configuration(), path);
    Submission pending = job.submission();
    int attempt = pending != null && pending.jobId().equals(jobId) ? pending.attempt() + 1 : 1;
    Submission submission =
        new Submission(jobId, attempt, now.truncatedTo(ChronoUnit.MILLIS), null);
    String told =
        "Submitting the job as "
            + jobId
            + " to the session cluster "
            + job.clusterName()
            + (path == null ? "" : ", from " + path);
    List<Notice> notices = new ArrayList<>();
    notices.add(new Notice(EventReason.JOB_SUBMIT, told));
    notices.addAll(
        SessionJobOptions.ignored(
            job.own(),
            job.application().resource().getSpec().getFlinkVersion(),
            job.clusterName()));
    return sending(
        job,
        revision,
        submission,
        before == null || before.jobId().equals(jobId) ? null : before.jobId(),
        next,
        true,
        notices);
  }

  /** It was written down that the job is submitted, and it has not been seen yet. */
  SessionJobPlan goOn(JobOnCluster job, Submission pending, boolean edited, Instant now) {
    Revision inForce = job.knowledge().inForce();
    StateRecord record = known(job, now);
    if (!job.cluster().up()) {
      return waiting(job, record);
    }
    SubmissionView view = job.seen().submission();
    boolean flying = view != null && view.state() == SubmissionView.State.IN_FLIGHT;
    if ((edited || begunAfterAll(job)) && !flying && !mayStillBegin(view, now)) {
      return start(job, SpecDiff.between(inForce.spec(), job.spec()) == SpecChange.REDEPLOY, now);
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
        ? start(job, false, true, now) // Flink has heard of the id, and made no job of it
        : sending(job, inForce, pending, null, record, false, List.of());
  }

  /**
   * It has completed a checkpoint since it was submitted, though no pass got as far as to write
   * that it runs, and its cluster has lost it since.
   */
  private static boolean begunAfterAll(JobOnCluster job) {
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

  private static StateRecord known(JobOnCluster job, Instant now) {
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

  private SessionJobPlan sending(
      JobOnCluster job,
      Revision revision,
      Submission submission,
      @Nullable String former,
      StateRecord record,
      boolean anew,
      List<Notice> notices) {
    Plan plan =
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.READY,
                Rollout.UPGRADING,
                Lifecycle.UPGRADING,
                Health.progressing(
                    Reason.SubmittingJob, "Submitting the job to its session cluster")),
            revision,
            true,
            anew
                ? LastSpec.with(
                    revision.spec(), "running", LastSpec.mode(revision), revision.number() == 1)
                : job.recorded().reconciled(),
            List.of(new Step.SaveIntent(), step(job, revision, submission, former)),
            null,
            SessionJobPlans.follow(job, settings, revision, true, null),
            notices,
            SessionJobPlans.LOOK_AGAIN,
            record);
    return new SessionJobPlan(
        job.application(), plan, submission, job.clusterName(), job.cluster().uid());
  }

  private Step step(
      JobOnCluster job, Revision revision, Submission submission, @Nullable String former) {
    JsonNode wanted = revision.spec().path("job");
    Job read = SPECS.job(revision.spec());
    Map<String, String> own = SessionJobOptions.sent(job.own());
    if (job.configuration().get(CheckpointRetention.KEY) == null) {
      own.put(CheckpointRetention.KEY, CheckpointRetention.RETAIN);
    }
    var version = job.application().resource().getSpec().getFlinkVersion();
    return new Step.SubmitJob(
        submission,
        FlinkAddress.of(settings, job.application(), revision),
        version == null ? "" : version.getValue(),
        text(wanted.path("jarURI")),
        job.configuration().get(HEADERS),
        text(wanted.path("entryClass")),
        read == null || read.getArgs() == null ? List.of() : read.getArgs(),
        read == null || read.getParallelism() == null || read.getParallelism() < 1
            ? null
            : read.getParallelism(),
        revision.restoredFrom(),
        wanted.path("allowNonRestoredState").asBoolean(false),
        own,
        former);
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
  }

  /**
   * What is written down is only what the first submission was to start from. What a job has ended
   * with says so by its cause, also where that job was never seen ready.
   */
  private static boolean neverBegan(JobOnCluster job, StateRecord record) {
    RestorePoint point = record.restorePoint();
    return point != null
        && !point.ended()
        && point.cause() == RestorePoint.Cause.Manual
        && !ran(job)
        && job.inForce() != null
        && point.jobId().equals(job.inForce().jobId());
  }

  /** A job of this resource has been seen by Flink at some time. */
  private static boolean ran(JobOnCluster job) {
    return job.recorded().everRan();
  }

  static @Nullable String initialPath(JobOnCluster job) {
    Job wanted = job.job();
    String path = wanted == null ? null : wanted.getInitialSavepointPath();
    return path == null || path.isBlank() ? null : path;
  }

  /** What initialSavepointPath stands for. */
  static NamedSnapshot source(JobOnCluster job) {
    return NamedSnapshot.in(
        initialPath(job), job.seen().startsFrom(), job.inForce(), ran(job), job.spec());
  }

  /** Where the Apache operator has left the state of a job it had suspended. */
  private static @Nullable String legacyPath(JobOnCluster job) {
    var written = job.application().resource().getStatus().getJobStatus();
    String path = written == null ? null : written.getUpgradeSavepointPath();
    return path == null || path.isBlank() || path.equals(StateKnowledge.METADATA) ? null : path;
  }

  /** At the first submission a nonce asks for nothing yet: there is no job to ask. */
  private static StateRecord nonces(JobOnCluster job, StateRecord record, boolean first) {
    Job wanted = job.job();
    return !first || wanted == null
        ? record
        : new StateRecord(
            record.restorePoint(),
            record.operation(),
            wanted.getSavepointTriggerNonce(),
            wanted.getCheckpointTriggerNonce(),
            record.history());
  }
}
