package dev.flinkoperator.controller;

import dev.flinkoperator.act.Intent;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;

/**
 * Replaces the whole status, if it differs, bound to the resource version it was decided from: a
 * spec that was edited meanwhile makes the write fail, and the pass is made again. The answer is
 * kept for the next pass, which may see an older copy otherwise.
 */
final class StatusPatch {

  private final Context<FlinkDeployment> context;
  private final UnansweredWrites unanswered;
  private FlinkDeployment resource;

  StatusPatch(
      FlinkDeployment resource, Context<FlinkDeployment> context, UnansweredWrites unanswered) {
    this.resource = resource;
    this.context = context;
    this.unanswered = unanswered;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkDeploymentStatus status) {
    ResourceID id = ResourceID.fromResource(resource);
    if (status.equals(resource.getStatus()) && !unanswered.has(id)) {
      return;
    }
    FlinkDeployment next = new FlinkDeployment();
    next.setMetadata(resource.getMetadata());
    next.setSpec(resource.getSpec());
    next.setStatus(status);
    FlinkDeployment written =
        unanswered.write(id, () -> context.getClient().resource(next).updateStatus());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(id, written, resource);
    resource = written;
  }

  /** The resource as the last write left it. */
  FlinkDeployment resource() {
    return resource;
  }

  Intent intent(FlinkDeploymentStatus status) {
    return new Intent() {
      @Override
      public void save() {
        writeIntent(status);
      }

      @Override
      public FlinkDeployment written() {
        return resource;
      }
    };
  }

  /** An intent is what a later pass could not find out again: revision, job, state, operation. */
  private void writeIntent(FlinkDeploymentStatus status) {
    FlinkDeploymentStatus before = resource.getStatus();
    if (before == null
        || !Objects.equals(before.getRevision(), status.getRevision())
        || !Objects.equals(before.getTargetRevision(), status.getTargetRevision())
        || !Objects.equals(before.getRestorePoint(), status.getRestorePoint())
        || !Objects.equals(before.getOperation(), status.getOperation())) {
      write(status);
    }
  }
}
