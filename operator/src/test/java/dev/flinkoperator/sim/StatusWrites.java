package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import java.util.Objects;

/** The status writes of one pass: as the operator's StatusPatch, on the simulated API server. */
final class StatusWrites {

  private final SimApi api;
  private final Calls calls;
  private final OperatorMemory memory;
  private FlinkDeployment resource;

  StatusWrites(SimApi api, Calls calls, OperatorMemory memory, FlinkDeployment resource) {
    this.api = api;
    this.calls = calls;
    this.memory = memory;
    this.resource = resource;
  }

  void write(FlinkDeploymentStatus status) {
    if (status.equals(resource.getStatus()) && !memory.own.unanswered(OperatorMemory.ID)) {
      return;
    }
    FlinkDeployment written =
        memory.own.write(
            OperatorMemory.ID, status, () -> calls.write(() -> api.updateStatus(resource, status)));
    memory.resources.wrote(
        SimApi.NAME, written, Long.parseLong(written.getMetadata().getResourceVersion()));
    resource = written;
  }

  /** As the last write left it. */
  FlinkDeployment resource() {
    return resource;
  }

  void writeIntent(FlinkDeploymentStatus status) {
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
