package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.plan.Operation;
import dev.flinkoperator.plan.RestorePoint;
import dev.flinkoperator.plan.StateRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields in which the Apache operator tells of savepoints, for those who read them. */
final class Savepoints {

  private static final int HISTORY = 10;
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
    SavepointInfo info =
        job.getSavepointInfo() == null ? new SavepointInfo() : job.getSavepointInfo();
    pending(operation, info);
    if (point != null && point.kind() == RestorePoint.Kind.Savepoint && isNew(point, info)) {
      completed(point, state.savepointNonce(), info);
    }
    job.setSavepointInfo(info.equals(new SavepointInfo()) ? null : info);
    status.setJobStatus(job);
  }

  private static @Nullable String path(@Nullable RestorePoint point) {
    if (point == null || !point.ended()) {
      return null;
    }
    return point.kind() == RestorePoint.Kind.HighAvailability ? METADATA : point.path();
  }

  private static void pending(@Nullable Operation operation, SavepointInfo info) {
    Operation taken =
        operation != null
                && (operation.kind() == OperationKind.Savepoint
                    || operation.kind() == OperationKind.StopWithSavepoint)
            ? operation
            : null;
    info.setTriggerId(taken == null ? null : taken.triggerId());
    info.setTriggerTimestamp(taken == null ? null : taken.startTime().toEpochMilli());
    info.setTriggerType(taken == null ? null : type(taken.cause()));
  }

  private static boolean isNew(RestorePoint point, SavepointInfo info) {
    return info.getLastSavepoint() == null
        || !Objects.equals(info.getLastSavepoint().getLocation(), point.path());
  }

  private static void completed(RestorePoint point, @Nullable Long nonce, SavepointInfo info) {
    String type = type(point.cause());
    LastSavepoint last = new LastSavepoint();
    last.setLocation(point.path());
    last.setTimeStamp(point.time().toEpochMilli());
    last.setTriggerType(type);
    last.setTriggerNonce(point.cause() == RestorePoint.Cause.Manual ? nonce : null);
    info.setLastSavepoint(last);
    List<LastSavepoint> history =
        new ArrayList<>(
            info.getSavepointHistory() == null ? List.of() : info.getSavepointHistory());
    history.add(last);
    info.setSavepointHistory(
        history.subList(Math.max(0, history.size() - HISTORY), history.size()));
  }

  private static String type(RestorePoint.Cause cause) {
    return switch (cause) {
      case Manual -> "MANUAL";
      case Periodic -> "PERIODIC";
      case Upgrade, Suspend, Deletion -> "UPGRADE";
      case Recovery, JobEnded, Observed -> "UNKNOWN";
    };
  }
}
