package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.CheckpointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.checkpointinfo.LastCheckpoint;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what was taken on request; the Apache operator may have written it. */
final class SnapshotHistoryReader {

  private SnapshotHistoryReader() {}

  static SnapshotHistory of(@Nullable JobStatus status) {
    SavepointInfo savepoints = status == null ? null : status.getSavepointInfo();
    CheckpointInfo checkpoints = status == null ? null : status.getCheckpointInfo();
    return new SnapshotHistory(
        savepoints == null ? null : savepoint(savepoints.getLastSavepoint()),
        savepoints == null || savepoints.getSavepointHistory() == null
            ? List.of()
            : savepoints.getSavepointHistory().stream()
                .map(SnapshotHistoryReader::savepoint)
                .filter(Objects::nonNull)
                .toList(),
        savepoints == null ? null : time(savepoints.getLastPeriodicSavepointTimestamp()),
        checkpoints == null ? null : checkpoint(checkpoints.getLastCheckpoint()),
        checkpoints == null ? null : time(checkpoints.getLastPeriodicCheckpointTimestamp()));
  }

  private static @Nullable Taken savepoint(@Nullable LastSavepoint written) {
    return written == null || written.getTimeStamp() == null
        ? null
        : new Taken(
            written.getLocation(),
            Instant.ofEpochMilli(written.getTimeStamp()),
            trigger(written.getTriggerType()),
            written.getFormatType(),
            written.getTriggerNonce());
  }

  private static @Nullable Taken checkpoint(@Nullable LastCheckpoint written) {
    return written == null || written.getTimeStamp() == null
        ? null
        : new Taken(
            null,
            Instant.ofEpochMilli(written.getTimeStamp()),
            trigger(written.getTriggerType()),
            written.getFormatType(),
            written.getTriggerNonce());
  }

  /** The Apache operator writes 0 for never. */
  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null || millis <= 0 ? null : Instant.ofEpochMilli(millis);
  }

  private static Taken.Trigger trigger(@Nullable String text) {
    for (Taken.Trigger trigger : Taken.Trigger.values()) {
      if (trigger.name().equals(text)) {
        return trigger;
      }
    }
    return Taken.Trigger.UNKNOWN;
  }
}
