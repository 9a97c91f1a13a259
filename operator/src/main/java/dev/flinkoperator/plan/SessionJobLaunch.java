package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.plan.RestorePoint.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins a session job, once its cluster is up, and decides what it begins from. */
final class SessionJobLaunch {

  private final PlanSettings settings;
  private final JobRequest request;

  SessionJobLaunch(PlanSettings settings) {
    this.settings = settings;
    this.request = new JobRequest(settings);
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

  /**
   * @param usedUp Flink has heard of the id that is written down, and runs no job of it
   */
  SessionJobPlan start(JobOnCluster job, boolean redeploy, boolean usedUp, Instant now) {
    StateRecord record = PendingSubmission.known(job, now).asking(null);
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
    boolean seen =
        usedUp || PendingSubmission.begunAfterAll(job) || (before != null && job.knowledge().ran());
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
    return request.send(
        job,
        revision,
        submission,
        before == null || before.jobId().equals(jobId) ? null : before.jobId(),
        next,
        true,
        notices);
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
