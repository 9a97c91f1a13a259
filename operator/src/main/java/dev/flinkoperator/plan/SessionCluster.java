package dev.flinkoperator.plan;

import dev.flinkoperator.desired.HighAvailability;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A FlinkDeployment as the jobs on it see it.
 *
 * @param resource null: there is none
 */
record SessionCluster(@Nullable FlinkDeployment resource) {

  boolean exists() {
    return resource != null;
  }

  /** It has a job of its own, and takes no others. */
  boolean application() {
    return resource != null && resource.getSpec() != null && resource.getSpec().getJob() != null;
  }

  String uid() {
    return resource == null ? "" : resource.getMetadata().getUid();
  }

  /** Takes jobs: its JobManager answers, as its own status says, and it is not about to end. */
  boolean up() {
    return resource != null
        && !resource.isMarkedForDeletion()
        && !application()
        && !ending()
        && resource.getStatus() != null
        && JobManagerStatus.READY
            .name()
            .equals(resource.getStatus().getJobManagerDeploymentStatus());
  }

  /** It waits for its jobs to have stopped, with their state kept, before it ends. */
  boolean ending() {
    return resource != null && new Recorded(resource).says(Reason.WaitingForSessionJobs);
  }

  /** Nobody waits for its jobs any more. */
  boolean missing() {
    return resource == null
        || resource.getStatus() == null
        || Objects.equals(
            resource.getStatus().getJobManagerDeploymentStatus(), JobManagerStatus.MISSING.name());
  }

  /** Flink brings its jobs back by itself. */
  boolean highlyAvailable() {
    return resource != null
        && resource.getSpec() != null
        && HighAvailability.enabled(
            SpecJson.flinkConfiguration(
                SpecJson.of(resource.getSpec()).path("flinkConfiguration")));
  }
}
