package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** As {@link StatusPatch}, for state snapshots. */
final class StateSnapshotStatusPatch {

  private final Context<FlinkStateSnapshot> context;
  private final UnansweredWrites unanswered;
  private FlinkStateSnapshot resource;

  StateSnapshotStatusPatch(
      FlinkStateSnapshot resource,
      Context<FlinkStateSnapshot> context,
      UnansweredWrites unanswered) {
    this.resource = resource;
    this.context = context;
    this.unanswered = unanswered;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkStateSnapshotStatus status) {
    ResourceID id = ResourceID.fromResource(resource);
    if (status.equals(resource.getStatus()) && !unanswered.has(id)) {
      return;
    }
    FlinkStateSnapshot next = new FlinkStateSnapshot();
    next.setMetadata(resource.getMetadata());
    next.setSpec(resource.getSpec());
    next.setStatus(status);
    FlinkStateSnapshot written =
        unanswered.write(id, () -> context.getClient().resource(next).updateStatus());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(id, written, resource);
    resource = written;
  }

  /** The resource as the last write left it. */
  FlinkStateSnapshot resource() {
    return resource;
  }
}
