package dev.flinkoperator.controller;

import dev.flinkoperator.act.Intent;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;

/** Writes a status, and of an intent only what is new in it. */
final class StatusPatch {

  private final StatusWrite<FlinkDeploymentSpec, FlinkDeploymentStatus, FlinkDeployment> write;

  StatusPatch(FlinkDeployment resource, Context<FlinkDeployment> context, OwnWrites own) {
    this.write = new StatusWrite<>(resource, context, own, FlinkDeployment::new);
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkDeploymentStatus status) {
    write.write(status);
  }

  /** The resource as the last write left it. */
  FlinkDeployment resource() {
    return write.resource();
  }

  Intent intent(FlinkDeploymentStatus status) {
    return new Intent() {
      @Override
      public void save() {
        writeIntent(status);
      }

      @Override
      public FlinkDeployment written() {
        return write.resource();
      }
    };
  }

  /** An intent is what a later pass could not find out again: revision, job, state, operation. */
  private void writeIntent(FlinkDeploymentStatus status) {
    FlinkDeploymentStatus before = write.resource().getStatus();
    if (before == null
        || !Objects.equals(before.getRevision(), status.getRevision())
        || !Objects.equals(before.getTargetRevision(), status.getTargetRevision())
        || !Objects.equals(before.getRestorePoint(), status.getRestorePoint())
        || !Objects.equals(before.getOperation(), status.getOperation())) {
      write(status);
    }
  }
}
