package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints and checkpoints that are wanted of a job while it runs.
 *
 * @param savepointNonce null: none, or cleared, which asks for nothing
 * @param checkpointNonce null: none, or cleared, which asks for nothing
 */
record SnapshotWishes(@Nullable Long savepointNonce, @Nullable Long checkpointNonce) {

  static SnapshotWishes of(FlinkDeployment resource, EffectiveConfiguration configuration) {
    Job job = Spec.job(resource);
    return job == null
        ? new SnapshotWishes(null, null)
        : new SnapshotWishes(job.getSavepointTriggerNonce(), job.getCheckpointTriggerNonce());
  }

  /** The present spec cannot be followed: what it asks for besides waits until it can. */
  static SnapshotWishes deployed(Revision inForce) {
    return new SnapshotWishes(null, null);
  }

  /** The most urgent one; null: none is wanted now. */
  @Nullable Operation first(StateKnowledge state, StateRecord record, Instant now) {
    if (savepointNonce != null && !savepointNonce.equals(record.savepointNonce())) {
      return manual(state, OperationKind.Savepoint, savepointNonce, now);
    }
    if (checkpointNonce != null && !checkpointNonce.equals(record.checkpointNonce())) {
      return manual(state, OperationKind.Checkpoint, checkpointNonce, now);
    }
    return null;
  }

  private static Operation manual(
      StateKnowledge state, OperationKind kind, Long nonce, Instant now) {
    return new Operation(
        kind,
        state.inForce().jobId(),
        EndingOperation.triggerId(state, kind, 1, now),
        RestorePoint.Cause.Manual,
        nonce,
        1,
        now,
        null);
  }
}
