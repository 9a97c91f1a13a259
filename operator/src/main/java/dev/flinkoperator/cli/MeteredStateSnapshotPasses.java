package dev.flinkoperator.cli;

import dev.flinkoperator.controller.PassListener;
import dev.flinkoperator.metrics.ResourceStates;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;

/** Hands what passes for state snapshots found to the meters. */
record MeteredStateSnapshotPasses(ResourceStates states)
    implements PassListener<FlinkStateSnapshot> {

  @Override
  public void passed(FlinkStateSnapshot resource) {
    FlinkStateSnapshotStatus status = resource.getStatus();
    if (status == null || status.getState() == null) {
      return;
    }
    String state = status.getState().toString();
    states.observed(
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        state,
        state.equals("COMPLETED"));
  }

  @Override
  public void gone(FlinkStateSnapshot resource) {
    states.removed(
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName());
  }
}
