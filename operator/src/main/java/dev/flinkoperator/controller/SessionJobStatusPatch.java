package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;

/** As {@link StatusPatch}, for session jobs. */
final class SessionJobStatusPatch {

  private final Context<FlinkSessionJob> context;
  private final UnansweredWrites unanswered;
  private FlinkSessionJob resource;

  SessionJobStatusPatch(
      FlinkSessionJob resource, Context<FlinkSessionJob> context, UnansweredWrites unanswered) {
    this.resource = resource;
    this.context = context;
    this.unanswered = unanswered;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkSessionJobStatus status) {
    ResourceID id = ResourceID.fromResource(resource);
    if (status.equals(resource.getStatus()) && !unanswered.has(id)) {
      return;
    }
    FlinkSessionJob next = new FlinkSessionJob();
    next.setMetadata(resource.getMetadata());
    next.setSpec(resource.getSpec());
    next.setStatus(status);
    FlinkSessionJob written =
        unanswered.write(id, () -> context.getClient().resource(next).updateStatus());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(id, written, resource);
    resource = written;
  }

  /** An intent is what a later pass could not find out again: submission, state, operation. */
  void writeIntent(FlinkSessionJobStatus status) {
    FlinkSessionJobStatus before = resource.getStatus();
    if (before == null
        || !Objects.equals(before.getSubmission(), status.getSubmission())
        || !Objects.equals(before.getRestorePoint(), status.getRestorePoint())
        || !Objects.equals(before.getOperation(), status.getOperation())) {
      write(status);
    }
  }

  /** The resource as the last write left it. */
  FlinkSessionJob resource() {
    return resource;
  }
}
