package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ConsumedNonces;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a status what it remembers about the job's state; leniently, as people may edit it.
 */
final class StateRecordReader {

  private StateRecordReader() {}

  static StateRecord of(@Nullable FlinkDeploymentStatus status) {
    if (status == null) {
      return StateRecord.NOTHING;
    }
    ConsumedNonces nonces = status.getConsumedNonces();
    return new StateRecord(
        restorePoint(status.getRestorePoint()),
        operation(status.getOperation()),
        nonces == null ? null : nonces.getSavepoint(),
        nonces == null ? null : nonces.getCheckpoint(),
        SnapshotHistoryReader.of(status.getJobStatus()));
  }

  private static @Nullable RestorePoint restorePoint(
      dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.@Nullable RestorePoint written) {
    if (written == null || written.getKind() == null || written.getJobId() == null) {
      return null;
    }
    return new RestorePoint(
        RestorePoint.Kind.valueOf(written.getKind().getValue()),
        written.getPath(),
        written.getJobId(),
        time(written.getTime()),
        cause(written.getCause()),
        Boolean.TRUE.equals(written.getEnded()),
        written.getCheckpoint());
  }

  private static @Nullable Operation operation(
      dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.@Nullable Operation written) {
    if (written == null
        || written.getKind() == null
        || written.getJobId() == null
        || written.getTriggerId() == null) {
      return null;
    }
    return new Operation(
        OperationKind.valueOf(written.getKind().getValue()),
        written.getJobId(),
        written.getTriggerId(),
        cause(written.getCause()),
        written.getNonce(),
        written.getAttempt() == null ? 1 : written.getAttempt(),
        time(written.getStartTime()),
        written.getAfterCheckpoint(),
        written.getError());
  }

  private static RestorePoint.Cause cause(@Nullable String text) {
    for (RestorePoint.Cause cause : RestorePoint.Cause.values()) {
      if (cause.name().equals(text)) {
        return cause;
      }
    }
    return RestorePoint.Cause.Observed;
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
