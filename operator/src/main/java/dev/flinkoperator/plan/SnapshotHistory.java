package dev.flinkoperator.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints and checkpoints that were taken on request.
 *
 * @param savepoints those not yet disposed of or forgotten, oldest first
 * @param periodicSavepoint when the last periodic one was asked for; null: never
 * @param periodicCheckpoint when the last periodic one was asked for; null: never
 */
public record SnapshotHistory(
    @Nullable Taken lastSavepoint,
    List<Taken> savepoints,
    @Nullable Instant periodicSavepoint,
    @Nullable Taken lastCheckpoint,
    @Nullable Instant periodicCheckpoint) {

  public static final SnapshotHistory NONE = new SnapshotHistory(null, List.of(), null, null, null);

  public SnapshotHistory {
    savepoints = List.copyOf(savepoints);
  }

  /** Those that newer ones have followed. */
  List<Taken> butNewest() {
    return savepoints.subList(0, Math.max(0, savepoints.size() - 1));
  }

  SnapshotHistory with(List<Taken> others) {
    return new SnapshotHistory(
        lastSavepoint, others, periodicSavepoint, lastCheckpoint, periodicCheckpoint);
  }

  SnapshotHistory without(List<Taken> old) {
    return with(savepoints.stream().filter(taken -> !old.contains(taken)).toList());
  }

  SnapshotHistory withSavepoint(Taken taken) {
    List<Taken> all = new ArrayList<>(savepoints);
    all.add(taken);
    return new SnapshotHistory(taken, all, periodicSavepoint, lastCheckpoint, periodicCheckpoint);
  }

  SnapshotHistory withCheckpoint(Taken taken) {
    return new SnapshotHistory(
        lastSavepoint, savepoints, periodicSavepoint, taken, periodicCheckpoint);
  }

  /** A periodic one has come to its end, good or bad: the next one is counted from its start. */
  SnapshotHistory afterPeriodic(Operation operation) {
    return switch (operation.kind()) {
      case Savepoint ->
          new SnapshotHistory(
              lastSavepoint, savepoints, operation.startTime(), lastCheckpoint, periodicCheckpoint);
      case Checkpoint ->
          new SnapshotHistory(
              lastSavepoint, savepoints, periodicSavepoint, lastCheckpoint, operation.startTime());
      case StopWithSavepoint, Cancel -> this;
    };
  }
}
