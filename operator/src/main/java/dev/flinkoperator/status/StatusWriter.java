package dev.flinkoperator.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ReconciliationStatus;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.JobManagerStatus;
import dev.flinkoperator.plan.Lifecycle;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Reason;
import dev.flinkoperator.plan.Reconciled;
import dev.flinkoperator.plan.Rollout;
import dev.flinkoperator.plan.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders the complete status a plan stands for. Complete, because a field left out of a
 * server-side apply is removed; equal input gives an equal status, so that nothing is written at
 * rest.
 */
public final class StatusWriter {

  private static final String LAST_SPEC =
      "{\"spec\":%s,\"resource_metadata\":{\"apiVersion\":\"flink.apache.org/v1beta1\","
          + "\"firstDeployment\":%s}}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BoundedText text;

  /**
   * @param textLimit most characters of a message or error
   */
  public StatusWriter(int textLimit) {
    this.text = new BoundedText(textLimit);
  }

  public FlinkDeploymentStatus render(Observation seen, Plan plan, Instant now) {
    FlinkDeploymentStatus before = seen.resource().getStatus();
    FlinkDeploymentStatus status = before == null ? new FlinkDeploymentStatus() : copy(before);
    status.setObservedGeneration(seen.resource().getMetadata().getGeneration());
    revision(plan, status);
    if (plan.state() != null) {
      StateRecords.write(plan.state(), status, text);
    }
    if (plan.healing() != null) {
      Healings.write(plan.healing(), status, seen.resource().getMetadata().getGeneration(), text);
    }
    if (plan.verdict() instanceof Verdict.Judged judged) {
      judged(seen, plan, judged, status, now);
    }
    status.setConditions(
        Conditions.merge(
            before == null ? null : before.getConditions(),
            status,
            plan.verdict(),
            session(seen, plan),
            text,
            now,
            seen.resource().getMetadata().getGeneration()));
    return before != null && StateRecords.onlyObserved(before, status) ? before : status;
  }

  private void judged(
      Observation seen,
      Plan plan,
      Verdict.Judged judged,
      FlinkDeploymentStatus status,
      Instant now) {
    status.setJobManagerDeploymentStatus(judged.jobManager().name());
    status.setLifecycleState(judged.lifecycle().name());
    boolean stalled = judged.health().kind() == Health.Kind.STALLED;
    String error = stalled ? text.bounded(judged.health().message()) : null;
    status.setError(error);
    status.setJobStatus(JobStatuses.of(seen, plan, judged, status.getJobStatus(), now));
    if (plan.inForce() != null && ran(judged)) {
      status.setLastStableRevision(plan.inForce().name());
    }
    status.setWaitingForSessionJobsSince(waiting(judged, status, now));
    status.setTaskManager(TaskManagers.of(seen, plan, judged, status.getTaskManager()));
    status.setClusterInfo(ClusterInfo.of(seen, plan, judged, status.getClusterInfo()));
    reconciliation(plan, judged, error, status, now);
  }

  private static @Nullable String waiting(
      Verdict.Judged judged, FlinkDeploymentStatus before, Instant now) {
    if (judged.health().reason() != Reason.WaitingForSessionJobs) {
      return null;
    }
    String since = before.getWaitingForSessionJobsSince();
    return since != null ? since : now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What is deployed says it, or the spec where nothing is. */
  private static boolean session(Observation seen, Plan plan) {
    return plan.inForce() != null
        ? plan.inForce().session()
        : seen.resource().getSpec() != null && seen.resource().getSpec().getJob() == null;
  }

  /** The job of the revision in force runs as it should, or has run to its end. */
  private static boolean ran(Verdict.Judged judged) {
    return (judged.rollout() == Rollout.DEPLOYED && judged.lifecycle() == Lifecycle.STABLE)
        || judged.rollout() == Rollout.ROLLED_BACK;
  }

  private static void revision(Plan plan, FlinkDeploymentStatus status) {
    if (plan.inForce() == null) {
      return;
    }
    status.setRevision(plan.inForce().name());
    Long recorded = status.getRevisionNumber();
    status.setRevisionNumber(
        recorded == null
            ? plan.inForce().number()
            : Long.valueOf(Math.max(recorded, plan.inForce().number())));
    status.setTargetRevision(plan.launching() ? plan.inForce().name() : null);
  }

  private static void reconciliation(
      Plan plan,
      Verdict.Judged judged,
      @Nullable String error,
      FlinkDeploymentStatus status,
      Instant now) {
    ReconciliationStatus part =
        status.getReconciliationStatus() == null
            ? new ReconciliationStatus()
            : status.getReconciliationStatus();
    part.setState(judged.rollout() == Rollout.UNSET ? null : judged.rollout().name());
    part.setSuccess(
        judged.rollout() == Rollout.DEPLOYED && judged.health().kind() == Health.Kind.READY);
    part.setError(error);
    String spec = lastSpec(plan.reconciled(), part.getLastReconciledSpec());
    if (!Objects.equals(spec, part.getLastReconciledSpec())) {
      part.setLastReconciledSpec(spec);
      part.setReconciliationTimestamp(now.toEpochMilli());
    }
    if (judged.rollout() == Rollout.DEPLOYED) {
      part.setLastStableSpec(
          judged.lifecycle() == Lifecycle.STABLE ? spec : part.getLastStableSpec());
    }
    status.setReconciliationStatus(part);
  }

  private static @Nullable String lastSpec(
      @Nullable Reconciled reconciled, @Nullable String before) {
    return reconciled == null
        ? before
        : LAST_SPEC.formatted(reconciled.spec(), reconciled.firstDeployment());
  }

  private static FlinkDeploymentStatus copy(FlinkDeploymentStatus status) {
    return JSON.convertValue(JSON.valueToTree(status), FlinkDeploymentStatus.class);
  }

  /**
   * The status of a pass that failed on the way, with the reason. All else stays as last written:
   * of what the pass had planned, nobody knows what has been done.
   *
   * @param resource as last written
   * @param judged the pass had come as far as judging the spec
   */
  public FlinkDeploymentStatus failed(
      FlinkDeployment resource, boolean judged, Health health, Instant now) {
    FlinkDeploymentStatus before = resource.getStatus();
    FlinkDeploymentStatus status = before == null ? nothingYet() : copy(before);
    if (judged) {
      status.setObservedGeneration(resource.getMetadata().getGeneration());
    }
    boolean stalled = health.kind() == Health.Kind.STALLED;
    String error = text.bounded(health.message());
    ReconciliationStatus part = status.getReconciliationStatus();
    if (part == null) {
      part = new ReconciliationStatus();
      status.setReconciliationStatus(part);
    }
    part.setSuccess(false);
    part.setState(stalled ? null : Rollout.UPGRADING.name());
    part.setError(stalled ? error : null);
    status.setError(stalled ? error : null);
    if (stalled && !JobManagerStatus.READY.name().equals(status.getJobManagerDeploymentStatus())) {
      status.setJobManagerDeploymentStatus(JobManagerStatus.ERROR.name());
      status.setLifecycleState(Lifecycle.FAILED.name());
    }
    status.setConditions(
        Conditions.failed(
            before == null ? null : before.getConditions(),
            health,
            text,
            now,
            resource.getMetadata().getGeneration()));
    return status;
  }

  static FlinkSessionJobStatus copy(FlinkSessionJobStatus status) {
    return JSON.convertValue(JSON.valueToTree(status), FlinkSessionJobStatus.class);
  }

  private static FlinkDeploymentStatus nothingYet() {
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
    status.setJobManagerDeploymentStatus(JobManagerStatus.MISSING.name());
    status.setLifecycleState(Lifecycle.CREATED.name());
    return status;
  }
}
