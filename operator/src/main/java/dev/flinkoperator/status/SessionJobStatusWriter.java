package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinksessionjobstatus.Cluster;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.Lifecycle;
import dev.flinkoperator.plan.Reason;
import dev.flinkoperator.plan.SessionJobPlan;
import dev.flinkoperator.plan.Submission;
import dev.flinkoperator.plan.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Renders the complete status of a session job: what it shares with an application is written as
 * there, but for the state of the job, which says RUNNING or FINISHED only where that is what the
 * spec asks for (docs/adr/0005).
 */
public final class SessionJobStatusWriter {

  private static final String UNKNOWN = "RECONCILING";

  private final StatusWriter applications;
  private final BoundedText text;

  /**
   * @param textLimit most characters of a message or error
   */
  public SessionJobStatusWriter(int textLimit) {
    this.applications = new StatusWriter(textLimit);
    this.text = new BoundedText(textLimit);
  }

  public FlinkSessionJobStatus render(FlinkSessionJob resource, SessionJobPlan plan, Instant now) {
    FlinkSessionJobStatus before = resource.getStatus();
    FlinkDeploymentStatus shared = applications.render(plan.application(), plan.plan(), now);
    FlinkSessionJobStatus status = new FlinkSessionJobStatus();
    take(shared, status, before);
    status.setSubmission(submission(plan.submission()));
    status.setCluster(cluster(plan));
    if (plan.plan().verdict() instanceof Verdict.Judged judged) {
      state(status, judged, before == null ? null : before.getJobStatus(), now);
    }
    return status.equals(before) || onlyObserved(before, status) ? before(before, status) : status;
  }

  /**
   * The status of a pass that failed on the way, with the reason.
   *
   * @param resource as last written
   */
  public FlinkSessionJobStatus failed(FlinkSessionJob resource, Health health, Instant now) {
    FlinkSessionJobStatus before = resource.getStatus();
    FlinkSessionJobStatus status = copy(before);
    boolean stalled = health.kind() == Health.Kind.STALLED;
    status.setError(stalled ? text.bounded(health.message()) : null);
    status.setConditions(
        Conditions.failed(
            before == null ? null : before.getConditions(),
            health,
            text,
            now,
            resource.getMetadata().getGeneration()));
    if (status.getLifecycleState() == null) {
      status.setLifecycleState(Lifecycle.CREATED.name());
    }
    return status;
  }

  private static FlinkSessionJobStatus before(
      @Nullable FlinkSessionJobStatus before, FlinkSessionJobStatus status) {
    return before == null ? status : before;
  }

  private static void take(
      FlinkDeploymentStatus shared,
      FlinkSessionJobStatus status,
      @Nullable FlinkSessionJobStatus before) {
    status.setObservedGeneration(shared.getObservedGeneration());
    status.setConditions(shared.getConditions());
    status.setLifecycleState(shared.getLifecycleState());
    status.setError(shared.getError());
    status.setRevisionNumber(shared.getRevisionNumber());
    status.setFailedRestarts(shared.getFailedRestarts());
    status.setRestorePoint(shared.getRestorePoint());
    status.setOperation(shared.getOperation());
    status.setConsumedNonces(shared.getConsumedNonces());
    status.setJobStatus(shared.getJobStatus());
    status.setReconciliationStatus(shared.getReconciliationStatus());
    if (before != null) {
      status.setRevision(before.getRevision());
      status.setLastStableRevision(before.getLastStableRevision());
    }
  }

  /**
   * Argo CD's bundled check looks at nothing but this state, and whether there is an error.
   *
   * @param before as last written
   */
  private static void state(
      FlinkSessionJobStatus status,
      Verdict.Judged judged,
      @Nullable JobStatus before,
      Instant now) {
    JobStatus job = status.getJobStatus() == null ? new JobStatus() : status.getJobStatus();
    String state =
        switch (judged.health().kind()) {
          case PROGRESSING -> UNKNOWN;
          case READY -> judged.health().reason() == Reason.JobRunning ? "RUNNING" : "FINISHED";
          case STALLED ->
              judged.lifecycle() == Lifecycle.STABLE
                  ? "RUNNING"
                  : judged.lifecycle() == Lifecycle.SUSPENDED ? "FINISHED" : "FAILED";
        };
    boolean same = before != null && state.equals(before.getState());
    job.setState(state);
    job.setUpdateTime(
        same && before != null && before.getUpdateTime() != null
            ? before.getUpdateTime()
            : Long.toString(now.toEpochMilli()));
    status.setJobStatus(job);
  }

  private static @Nullable Cluster cluster(SessionJobPlan plan) {
    if (plan.clusterName() == null && plan.clusterUid() == null) {
      return null;
    }
    Cluster cluster = new Cluster();
    cluster.setName(plan.clusterName());
    cluster.setUid(plan.clusterUid());
    return cluster;
  }

  private dev.flinkoperator.model.v1beta1.flinksessionjobstatus.@Nullable Submission submission(
      @Nullable Submission submission) {
    if (submission == null) {
      return null;
    }
    var written = new dev.flinkoperator.model.v1beta1.flinksessionjobstatus.Submission();
    written.setJobId(submission.jobId());
    written.setAttempt(submission.attempt());
    written.setStartTime(submission.startTime().toString());
    written.setError(submission.error() == null ? null : text.bounded(submission.error()));
    return written;
  }

  /** A later checkpoint of the same running job alone is not worth a write. */
  private static boolean onlyObserved(
      @Nullable FlinkSessionJobStatus before, FlinkSessionJobStatus after) {
    if (before == null || before.getRestorePoint() == null || after.getRestorePoint() == null) {
      return false;
    }
    FlinkDeploymentStatus older = new FlinkDeploymentStatus();
    older.setRestorePoint(before.getRestorePoint());
    FlinkDeploymentStatus newer = new FlinkDeploymentStatus();
    newer.setRestorePoint(after.getRestorePoint());
    if (!StateRecords.onlyObserved(older, newer)) {
      return false;
    }
    FlinkSessionJobStatus same = copy(after);
    same.setRestorePoint(before.getRestorePoint());
    return same.equals(copy(before));
  }

  private static FlinkSessionJobStatus copy(@Nullable FlinkSessionJobStatus status) {
    return status == null ? new FlinkSessionJobStatus() : StatusWriter.copy(status);
  }
}
