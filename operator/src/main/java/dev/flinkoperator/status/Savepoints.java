package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.CheckpointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.checkpointinfo.LastCheckpoint;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.plan.Operation;
import dev.flinkoperator.plan.RestorePoint;
import dev.flinkoperator.plan.SnapshotHistory;
import dev.flinkoperator.plan.StateRecord;
import dev.flinkoperator.plan.Taken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields in which the Apache operator tells of savepoints and checkpoints: for those who read
 * them, and for our own next pass.
 */
final class Savepoints {

  private static final String METADATA = "KUBERNETES_OPERATOR_LAST_STATE";

  private Savepoints() {}

  static void write(StateRecord state, FlinkDeploymentStatus status) {
    RestorePoint point = state.restorePoint();
    Operation operation = state.operation();
    if (point == null && operation == null && status.getJobStatus() == null) {
      return;
    }
    JobStatus job = status.getJobStatus() == null ? new JobStatus() : status.getJobStatus();
    job.setUpgradeSavepointPath(path(point));
    job.setSavepointInfo(savepoints(state.history(), operation));
    job.setCheckpointInfo(checkpoints(state.history(), operation));
    status.setJobStatus(job);
  }

  private static @Nullable String path(@Nullable RestorePoint point) {
    if (point == null || !point.ended()) {
      return null;
    }
    return point.kind() == RestorePoint.Kind.HighAvailability ? METADATA : point.path();
  }

  private static @Nullable SavepointInfo savepoints(
      SnapshotHistory history, @Nullable Operation operation) {
    SavepointInfo info = new SavepointInfo();
    if (operation != null
        && (operation.kind() == OperationKind.Savepoint
            || operation.kind() == OperationKind.StopWithSavepoint)) {
      info.setTriggerId(operation.triggerId());
      info.setTriggerTimestamp(operation.startTime().toEpochMilli());
      info.setTriggerType(Taken.Trigger.of(operation.cause()).name());
    }
    info.setLastSavepoint(
        history.lastSavepoint() == null ? null : savepoint(history.lastSavepoint()));
    List<LastSavepoint> all = history.savepoints().stream().map(Savepoints::savepoint).toList();
    info.setSavepointHistory(all.isEmpty() ? null : all);
    info.setLastPeriodicSavepointTimestamp(millis(history.periodicSavepoint()));
    return info.equals(new SavepointInfo()) ? null : info;
  }

  private static @Nullable CheckpointInfo checkpoints(
      SnapshotHistory history, @Nullable Operation operation) {
    CheckpointInfo info = new CheckpointInfo();
    if (operation != null && operation.kind() == OperationKind.Checkpoint) {
      info.setTriggerId(operation.triggerId());
      info.setTriggerTimestamp(operation.startTime().toEpochMilli());
      info.setTriggerType(Taken.Trigger.of(operation.cause()).name());
    }
    Taken last = history.lastCheckpoint();
    if (last != null) {
      LastCheckpoint written = new LastCheckpoint();
      written.setTimeStamp(last.time().toEpochMilli());
      written.setTriggerType(last.trigger().name());
      written.setFormatType(last.format());
      written.setTriggerNonce(last.nonce());
      info.setLastCheckpoint(written);
    }
    info.setLastPeriodicCheckpointTimestamp(millis(history.periodicCheckpoint()));
    return info.equals(new CheckpointInfo()) ? null : info;
  }

  private static LastSavepoint savepoint(Taken taken) {
    LastSavepoint written = new LastSavepoint();
    written.setLocation(taken.path());
    written.setTimeStamp(taken.time().toEpochMilli());
    written.setTriggerType(taken.trigger().name());
    written.setFormatType(taken.format());
    written.setTriggerNonce(taken.nonce());
    return written;
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
