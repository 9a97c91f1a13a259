package dev.flinkoperator.observe;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.observe.view.SessionJobView;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads FlinkSessionJobs for their cluster. */
public final class SessionJobViews {

  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED");

  private SessionJobViews() {}

  public static boolean names(FlinkSessionJob job, FlinkDeployment cluster) {
    return SessionJobObserver.clusterNames(job).contains(cluster.getMetadata().getName());
  }

  public static SessionJobView of(FlinkSessionJob job) {
    FlinkSessionJobStatus status =
        job.getStatus() == null ? new FlinkSessionJobStatus() : job.getStatus();
    String jobId = status.getJobStatus() == null ? null : status.getJobStatus().getJobId();
    Operation operation = status.getOperation();
    return new SessionJobView(
        job.getMetadata().getName(),
        job.isMarkedForDeletion(),
        status.getCluster() == null ? null : status.getCluster().getUid(),
        jobId,
        jobId != null && !ended(status, jobId),
        operation != null
            && operation.getKind() == Operation.Kind.STOPWITHSAVEPOINT
            && operation.getError() == null,
        message(status));
  }

  private static boolean ended(FlinkSessionJobStatus status, String jobId) {
    RestorePoint point = status.getRestorePoint();
    boolean stopped =
        point != null && Boolean.TRUE.equals(point.getEnded()) && jobId.equals(point.getJobId());
    return stopped || ENDED.contains(String.valueOf(status.getJobStatus().getState()));
  }

  private static @Nullable String message(FlinkSessionJobStatus status) {
    return status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(c -> "Ready".equals(c.getType()) && "False".equals(c.getStatus()))
            .map(Condition::getMessage)
            .findFirst()
            .orElse(null);
  }
}
