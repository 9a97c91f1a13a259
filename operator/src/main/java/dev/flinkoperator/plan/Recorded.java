package dev.flinkoperator.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What earlier passes wrote into the status, read leniently: an operator of another kind or version
 * may have written it.
 */
final class Recorded {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TERMINAL = Set.of("FINISHED", "FAILED", "CANCELED");

  private final @Nullable FlinkDeploymentStatus status;

  Recorded(FlinkDeployment resource) {
    this.status = resource.getStatus();
  }

  Lifecycle lifecycle() {
    String text = status == null ? null : status.getLifecycleState();
    for (Lifecycle lifecycle : Lifecycle.values()) {
      if (lifecycle.name().equals(text)) {
        return lifecycle;
      }
    }
    return Lifecycle.CREATED;
  }

  JobManagerStatus jobManager() {
    String text = status == null ? null : status.getJobManagerDeploymentStatus();
    for (JobManagerStatus value : JobManagerStatus.values()) {
      if (value.name().equals(text)) {
        return value;
      }
    }
    return JobManagerStatus.MISSING;
  }

  boolean suspended() {
    return lifecycle() == Lifecycle.SUSPENDED;
  }

  /** The revision in force has not been seen on the cluster yet: its launch is still to be done. */
  boolean launching() {
    return status != null
        && status.getTargetRevision() != null
        && status.getTargetRevision().equals(status.getRevision());
  }

  /** Flink has listed the job of the last launch. */
  boolean listed() {
    return status != null
        && status.getJobStatus() != null
        && status.getJobStatus().getStartTime() != null;
  }

  /** A job of this resource has been seen by Flink at some time: there may be state to lose. */
  boolean everRan() {
    return status != null
        && ((status.getReconciliationStatus() != null
                && status.getReconciliationStatus().getLastStableSpec() != null)
            || listed());
  }

  boolean ready() {
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  /** Since when the status says that it is not ready; null: it is, or it says nothing. */
  @Nullable Instant notReadySince() {
    if (status == null || status.getConditions() == null) {
      return null;
    }
    return status.getConditions().stream()
        .filter(c -> "Ready".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(c -> Instant.parse(c.getLastTransitionTime()))
        .findFirst()
        .orElse(null);
  }

  /** Since when the status says Reconciling; null: it does not. */
  @Nullable Instant reconcilingSince() {
    return status == null || status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(c -> "Reconciling".equals(c.getType()) && "True".equals(c.getStatus()))
            .map(c -> Instant.parse(c.getLastTransitionTime()))
            .findFirst()
            .orElse(null);
  }

  /**
   * Since when the status says that the cluster's end waits for session jobs; null: it does not.
   * Its condition may be older: it may have waited for something else before.
   */
  @Nullable Instant waitingForSessionJobsSince() {
    String text = status == null ? null : status.getWaitingForSessionJobsSince();
    try {
      return text == null || !says(Reason.WaitingForSessionJobs) ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return reconcilingSince(); // edited by people
    }
  }

  /** The status already says Stalled for this reason and this generation of the spec. */
  boolean stalledBecause(Reason reason, Long generation) {
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(
                c ->
                    "Stalled".equals(c.getType())
                        && reason.name().equals(c.getReason())
                        && generation.equals(c.getObservedGeneration()));
  }

  /** An earlier pass has found this revision stable for the present generation of the spec. */
  boolean ranWell(String revision, Long generation) {
    return status != null
        && revision.equals(status.getLastStableRevision())
        && generation.equals(status.getObservedGeneration());
  }

  /** The condition Ready carries this reason. */
  boolean says(Reason reason) {
    return status != null
        && status.getConditions() != null
        && status.getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && reason.name().equals(c.getReason()));
  }

  /** What the condition Ready says, if it carries this reason; else null. */
  @Nullable String message(Reason reason) {
    return status == null || status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(c -> "Ready".equals(c.getType()) && reason.name().equals(c.getReason()))
            .map(io.fabric8.kubernetes.api.model.Condition::getMessage)
            .findFirst()
            .orElse(null);
  }

  /** The mode a job was last deployed or stopped with carries state over. */
  boolean lastDeployedWasStateful() {
    Reconciled last = reconciled();
    String mode = last == null ? "" : last.spec().path("job").path("upgradeMode").asText();
    return mode.equals("savepoint") || mode.equals("last-state");
  }

  /** Earlier passes have judged this generation of the spec, and found its cluster up or failed. */
  boolean settledFor(Long generation) {
    return status != null
        && generation.equals(status.getObservedGeneration())
        && !launching()
        && (lifecycle() == Lifecycle.STABLE
            || lifecycle() == Lifecycle.FAILED
            || lifecycle() == Lifecycle.DEPLOYED
            || lifecycle() == Lifecycle.ROLLED_BACK);
  }

  /** A revision is named, kept or not. */
  boolean deployedOnce() {
    return status != null && status.getRevision() != null;
  }

  /** State of a job that has ended for good, or null. */
  @Nullable String endedJob() {
    JobStatus job = status == null ? null : status.getJobStatus();
    String state = job == null ? null : job.getState();
    return state != null && TERMINAL.contains(state) && !launching() ? state : null;
  }

  /** The newest revision number ever recorded; 0 if none. */
  long revisionNumber() {
    return status == null || status.getRevisionNumber() == null ? 0 : status.getRevisionNumber();
  }

  /** When the revision in force was launched; null: its launch is not done, or nobody knows. */
  @Nullable Instant launched() {
    Reconciled last = reconciled();
    Long written =
        status == null || status.getReconciliationStatus() == null
            ? null
            : status.getReconciliationStatus().getReconciliationTimestamp();
    return written == null
            || last == null
            || !last.spec().path("job").path("state").asText().equals("running")
        ? null
        : Instant.ofEpochMilli(written);
  }

  /** What is remembered about the job's state. */
  StateRecord state() {
    return StateRecordReader.of(status);
  }

  /** lastReconciledSpec in any form the Apache operator has written; null if there is none. */
  @Nullable Reconciled reconciled() {
    String text =
        status == null || status.getReconciliationStatus() == null
            ? null
            : status.getReconciliationStatus().getLastReconciledSpec();
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      JsonNode whole = JSON.readTree(text);
      JsonNode spec = Optional.of(whole.path("spec")).filter(JsonNode::isObject).orElse(whole);
      return new Reconciled(
          spec, whole.path("resource_metadata").path("firstDeployment").asBoolean(false));
    } catch (JsonProcessingException e) {
      return new Reconciled(MissingNode.getInstance(), false);
    }
  }
}
