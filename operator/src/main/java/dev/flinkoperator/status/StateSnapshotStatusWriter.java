package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotstatus.Disposal;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.StateSnapshotPlan;
import dev.flinkoperator.plan.StateSnapshotRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Renders the complete status of a state snapshot. */
public final class StateSnapshotStatusWriter {

  private final BoundedText text;

  /**
   * @param textLimit most characters of a message or error
   */
  public StateSnapshotStatusWriter(int textLimit) {
    this.text = new BoundedText(textLimit);
  }

  public FlinkStateSnapshotStatus render(
      FlinkStateSnapshot resource, StateSnapshotPlan plan, Instant now) {
    FlinkStateSnapshotStatus status = new FlinkStateSnapshotStatus();
    StateSnapshotRecord record = plan.record();
    status.setState(record.state().name());
    status.setPath(record.path());
    status.setError(bounded(record.error()));
    status.setFailures(record.failures());
    status.setJobId(record.jobId());
    status.setTriggerId(record.triggerId());
    status.setTriggerTimestamp(time(record.triggerTime()));
    status.setResultTimestamp(time(record.resultTime()));
    status.setRetryTimestamp(time(record.retryTime()));
    status.setDisposal(disposal(record.disposal()));
    judged(status, resource, plan.health(), now);
    return status;
  }

  /**
   * The status of a pass that failed on the way, with the reason.
   *
   * @param resource as last written
   */
  public FlinkStateSnapshotStatus failed(FlinkStateSnapshot resource, Health health, Instant now) {
    FlinkStateSnapshotStatus status = new FlinkStateSnapshotStatus();
    FlinkStateSnapshotStatus before = resource.getStatus();
    if (before != null) {
      status.setState(before.getState());
      status.setPath(before.getPath());
      status.setError(before.getError());
      status.setFailures(before.getFailures());
      status.setJobId(before.getJobId());
      status.setTriggerId(before.getTriggerId());
      status.setTriggerTimestamp(before.getTriggerTimestamp());
      status.setResultTimestamp(before.getResultTimestamp());
      status.setRetryTimestamp(before.getRetryTimestamp());
      status.setDisposal(before.getDisposal());
    }
    judged(status, resource, health, now);
    return status;
  }

  private void judged(
      FlinkStateSnapshotStatus status, FlinkStateSnapshot resource, Health health, Instant now) {
    Long generation = resource.getMetadata().getGeneration();
    status.setObservedGeneration(generation);
    status.setConditions(
        Conditions.of(
            resource.getStatus() == null ? null : resource.getStatus().getConditions(),
            health,
            text,
            now,
            generation));
  }

  private @Nullable Disposal disposal(StateSnapshotRecord.@Nullable Disposal disposal) {
    if (disposal == null) {
      return null;
    }
    Disposal written = new Disposal();
    written.setStartTime(disposal.startTime().toString());
    written.setAttempt(disposal.attempt());
    written.setError(bounded(disposal.error()));
    return written;
  }

  private @Nullable String bounded(@Nullable String message) {
    return message == null ? null : text.bounded(message);
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
