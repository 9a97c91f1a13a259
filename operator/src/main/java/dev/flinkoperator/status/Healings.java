package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.FailedRestarts;
import dev.flinkoperator.plan.Healing;

/** Writes what the status remembers of rollback and restarts. */
final class Healings {

  private Healings() {}

  static void write(
      Healing healing, FlinkDeploymentStatus status, Long generation, BoundedText text) {
    String reason = healing.rolledBackReason();
    status.setRolledBackGeneration(reason == null ? null : generation);
    status.setRolledBackReason(reason == null ? null : text.bounded(reason));
    if (healing.failedRestarts() == 0) {
      status.setFailedRestarts(null);
    } else {
      FailedRestarts restarts = new FailedRestarts();
      restarts.setCount(healing.failedRestarts());
      restarts.setGeneration(generation);
      status.setFailedRestarts(restarts);
    }
  }
}
