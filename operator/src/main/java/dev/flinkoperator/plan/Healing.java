package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.FailedRestarts;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers of how the operator has helped the present generation of the spec. Any
 * other generation begins with nothing.
 *
 * @param rolledBackReason why it was not ready in time, so that the last stable revision runs in
 *     its place; null: it is followed
 * @param failedRestarts how often in a row its job was started again because it had failed
 */
public record Healing(@Nullable String rolledBackReason, int failedRestarts) {

  public static final Healing NOTHING = new Healing(null, 0);

  static Healing of(FlinkDeployment resource) {
    FlinkDeploymentStatus status = resource.getStatus();
    Long generation = resource.getMetadata().getGeneration();
    if (status == null || generation == null) {
      return NOTHING;
    }
    boolean rolledBack = generation.equals(status.getRolledBackGeneration());
    String reason = status.getRolledBackReason();
    FailedRestarts restarts = status.getFailedRestarts();
    boolean counted =
        restarts != null
            && restarts.getCount() != null
            && generation.equals(restarts.getGeneration());
    return new Healing(
        !rolledBack ? null : reason == null ? "it was not ready in time" : reason,
        counted ? Math.max(0, restarts.getCount()) : 0);
  }

  Healing restarted(int times) {
    return new Healing(rolledBackReason, times);
  }
}
