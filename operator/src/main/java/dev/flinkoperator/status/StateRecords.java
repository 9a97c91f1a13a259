package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ConsumedNonces;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.plan.StateRecord;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes what the status remembers about the job's state. */
final class StateRecords {

  private static final String OBSERVED = dev.flinkoperator.plan.RestorePoint.Cause.Observed.name();

  private StateRecords() {}

  static void write(StateRecord state, FlinkDeploymentStatus status, BoundedText text) {
    status.setRestorePoint(restorePoint(state.restorePoint()));
    status.setOperation(operation(state.operation(), text));
    Savepoints.write(state, status);
    if (state.savepointNonce() == null && state.checkpointNonce() == null) {
      status.setConsumedNonces(null);
    } else {
      ConsumedNonces nonces = new ConsumedNonces();
      nonces.setSavepoint(state.savepointNonce());
      nonces.setCheckpoint(state.checkpointNonce());
      status.setConsumedNonces(nonces);
    }
  }

  /**
   * They differ in nothing but a later checkpoint of the same running job. That alone is not worth
   * a write: the poller knows it, and the next write takes it along.
   */
  static boolean onlyObserved(FlinkDeploymentStatus before, FlinkDeploymentStatus after) {
    RestorePoint older = before.getRestorePoint();
    RestorePoint newer = after.getRestorePoint();
    if (older == null
        || newer == null
        || older.equals(newer)
        || !OBSERVED.equals(older.getCause())
        || !OBSERVED.equals(newer.getCause())
        || !Objects.equals(older.getJobId(), newer.getJobId())) {
      return false;
    }
    after.setRestorePoint(older);
    boolean same = after.equals(before);
    after.setRestorePoint(newer);
    return same;
  }

  private static @Nullable RestorePoint restorePoint(
      dev.flinkoperator.plan.@Nullable RestorePoint point) {
    if (point == null) {
      return null;
    }
    RestorePoint written = new RestorePoint();
    written.setKind(RestorePoint.Kind.valueOf(point.kind().name().toUpperCase(Locale.ROOT)));
    written.setPath(point.path());
    written.setJobId(point.jobId());
    written.setTime(point.time().toString());
    written.setCause(point.cause().name());
    written.setEnded(point.ended());
    written.setCheckpoint(point.checkpoint());
    return written;
  }

  private static @Nullable Operation operation(
      dev.flinkoperator.plan.@Nullable Operation asked, BoundedText text) {
    if (asked == null) {
      return null;
    }
    Operation written = new Operation();
    written.setKind(Operation.Kind.valueOf(asked.kind().name().toUpperCase(Locale.ROOT)));
    written.setJobId(asked.jobId());
    written.setTriggerId(asked.triggerId());
    written.setCause(asked.cause().name());
    written.setNonce(asked.nonce());
    written.setAttempt(asked.attempt());
    written.setStartTime(asked.startTime().toString());
    written.setAfterCheckpoint(asked.afterCheckpoint());
    written.setError(asked.error() == null ? null : text.bounded(asked.error()));
    return written;
  }
}
