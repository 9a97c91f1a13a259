package dev.flinkoperator.controller;

import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobSpec;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Objects;

/** As {@link StatusPatch}, for session jobs. */
final class SessionJobStatusPatch {

  private final StatusWrite<FlinkSessionJobSpec, FlinkSessionJobStatus, FlinkSessionJob> write;

  SessionJobStatusPatch(FlinkSessionJob resource, Context<FlinkSessionJob> context, OwnWrites own) {
    this.write = new StatusWrite<>(resource, context, own, FlinkSessionJob::new);
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(FlinkSessionJobStatus status) {
    write.write(status);
  }

  /** An intent is what a later pass could not find out again: submission, state, operation. */
  void writeIntent(FlinkSessionJobStatus status) {
    FlinkSessionJobStatus before = write.resource().getStatus();
    if (before == null
        || !Objects.equals(before.getSubmission(), status.getSubmission())
        || !Objects.equals(before.getRestorePoint(), status.getRestorePoint())
        || !Objects.equals(before.getOperation(), status.getOperation())) {
      write(status);
    }
  }

  /** The resource as the last write left it. */
  FlinkSessionJob resource() {
    return write.resource();
  }
}
