package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotSpec;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** As {@link StatusPatch}, for state snapshots. */
final class StateSnapshotStatusPatch {

  private final StatusWrite<FlinkStateSnapshotSpec, FlinkStateSnapshotStatus, FlinkStateSnapshot>
      write;

  StateSnapshotStatusPatch(
      FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context, OwnWrites own) {
    this.write = new StatusWrite<>(resource, context, own, FlinkStateSnapshot::new);
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkStateSnapshotStatus status) {
    write.write(status);
  }

  /** The resource as the last write left it. */
  FlinkStateSnapshot resource() {
    return write.resource();
  }
}
