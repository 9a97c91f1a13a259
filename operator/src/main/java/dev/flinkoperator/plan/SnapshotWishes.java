package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints and checkpoints that are wanted of a job while it runs.
 *
 * @param savepointNonce null: none, or cleared, which asks for nothing
 * @param checkpointNonce null: none, or cleared, which asks for nothing
 * @param savepoints null: no periodic ones
 * @param checkpoints null: no periodic ones
 */
record SnapshotWishes(
    @Nullable Long savepointNonce,
    @Nullable Long checkpointNonce,
    @Nullable PeriodicTrigger savepoints,
    @Nullable PeriodicTrigger checkpoints) {

  static final String SAVEPOINTS = "kubernetes.operator.periodic.savepoint.interval";
  static final String CHECKPOINTS = "kubernetes.operator.periodic.checkpoint.interval";

  static SnapshotWishes of(FlinkDeployment resource, EffectiveConfiguration configuration) {
    Job job = Spec.job(resource);
    return new SnapshotWishes(
        job == null ? null : job.getSavepointTriggerNonce(),
        job == null ? null : job.getCheckpointTriggerNonce(),
        trigger(configuration.get(SAVEPOINTS)),
        trigger(configuration.get(CHECKPOINTS)));
  }

  /** The present spec cannot be followed: what it asks for besides waits until it can. */
  static SnapshotWishes deployed(Revision inForce) {
    return new SnapshotWishes(
        null,
        null,
        trigger(inForce.configuration().get(SAVEPOINTS)),
        trigger(inForce.configuration().get(CHECKPOINTS)));
  }

  /** Flink takes checkpoints on request from 1.17 on (FLINK-27101). */
  List<String> problems(@Nullable FlinkVersion version) {
    return version != null
            && version.compareTo(FlinkVersion.V1_17) < 0
            && (checkpointNonce != null || checkpoints != null)
        ? List.of(
            "spec.job.checkpointTriggerNonce and "
                + CHECKPOINTS
                + " need Flink 1.17 or newer; take savepoints instead")
        : List.of();
  }

  /** What cannot be read counts as not set; the rules for configuration say so. */
  private static @Nullable PeriodicTrigger trigger(@Nullable String text) {
    try {
      return PeriodicTrigger.parse(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The most urgent one; null: none is wanted now. */
  @Nullable Operation first(StateKnowledge state, StateRecord record, Instant now) {
    if (savepointNonce != null && !savepointNonce.equals(record.savepointNonce())) {
      return operation(state, OperationKind.Savepoint, savepointNonce, now);
    }
    if (checkpointNonce != null && !checkpointNonce.equals(record.checkpointNonce())) {
      return operation(state, OperationKind.Checkpoint, checkpointNonce, now);
    }
    if (isPast(savepointDue(state, record), now)) {
      return operation(state, OperationKind.Savepoint, null, now);
    }
    return isPast(checkpointDue(state, record), now)
        ? operation(state, OperationKind.Checkpoint, null, now)
        : null;
  }

  /** Until the next periodic one is due; null: none ever is. */
  @Nullable Duration untilNext(StateKnowledge state, StateRecord record, Instant now) {
    return Stream.of(
            Optional.ofNullable(savepointDue(state, record)),
            Optional.ofNullable(checkpointDue(state, record)))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .map(due -> Duration.between(now, due))
        .orElse(null);
  }

  private @Nullable Instant savepointDue(StateKnowledge state, StateRecord record) {
    return savepoints == null
        ? null
        : savepoints.after(basis(state, record.history().periodicSavepoint()));
  }

  private @Nullable Instant checkpointDue(StateKnowledge state, StateRecord record) {
    return checkpoints == null
        ? null
        : checkpoints.after(basis(state, record.history().periodicCheckpoint()));
  }

  /** The first one is counted from the creation of the resource, as in the Apache operator. */
  private static Instant basis(StateKnowledge state, @Nullable Instant last) {
    String created = state.seen().resource().getMetadata().getCreationTimestamp();
    return last != null ? last : created == null ? Instant.EPOCH : Instant.parse(created);
  }

  private static boolean isPast(@Nullable Instant due, Instant now) {
    return due != null && !due.isAfter(now);
  }

  private static Operation operation(
      StateKnowledge state, OperationKind kind, @Nullable Long nonce, Instant now) {
    return new Operation(
        kind,
        state.inForce().jobId(),
        EndingOperation.triggerId(state, kind, 1, now),
        nonce == null ? RestorePoint.Cause.Periodic : RestorePoint.Cause.Manual,
        nonce,
        1,
        now,
        state.newestNumber(),
        null);
  }
}
