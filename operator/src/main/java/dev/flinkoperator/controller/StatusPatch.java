package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import java.util.Objects;

/**
 * Writes the whole status by server-side apply, if it differs, bound to the resource version it was
 * decided from: a spec that was edited meanwhile makes the write fail, and the pass is made again.
 * The answer is kept for the next pass, which may see an older copy otherwise.
 */
final class StatusPatch {

  private final Context<FlinkDeployment> context;
  private FlinkDeployment resource;

  StatusPatch(FlinkDeployment resource, Context<FlinkDeployment> context) {
    this.resource = resource;
    this.context = context;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkDeploymentStatus status) {
    if (status.equals(resource.getStatus())) {
      return;
    }
    FlinkDeployment patch = new FlinkDeployment();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    patch.setStatus(status);
    resource =
        PrimaryUpdateAndCacheUtils.updateAndCacheResource(
            resource, context, before -> patch, this::apply, 0, 1, 1);
  }

  /** The resource as the last write left it. */
  FlinkDeployment resource() {
    return resource;
  }

  /** An intent is what a later pass could not find out again: which revision, which job. */
  void writeIntent(FlinkDeploymentStatus status) {
    FlinkDeploymentStatus before = resource.getStatus();
    if (before == null
        || !Objects.equals(before.getRevision(), status.getRevision())
        || !Objects.equals(before.getTargetRevision(), status.getTargetRevision())) {
      write(status);
    }
  }

  private FlinkDeployment apply(FlinkDeployment patch) {
    return context
        .getClient()
        .resource(patch)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withForce(true)
                .withFieldManager(context.getControllerConfiguration().fieldManager())
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .build());
  }
}
