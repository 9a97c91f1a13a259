package dev.flinkoperator.plan;

import dev.flinkoperator.desired.ClaimMode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.SnapshotPath;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history of savepoints short. Those that the operator took by itself, periodically or
 * for an upgrade, are disposed of, unless the job may have to start from them; the others are the
 * user's, and only leave the history.
 */
final class SavepointCleanup {

  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** The status must not grow without an end where Flink cannot delete. */
  private static final int MOST_KEPT_BEYOND = 50;

  private final PlanSettings settings;

  SavepointCleanup(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param plan if it leaves a running job as it is; any other one is given back
   */
  Plan along(Plan plan, Observation seen, EffectiveConfiguration configuration, Instant now) {
    StateRecord record = plan.state();
    if (plan.apply() == null
        || plan.follow() == null
        || record == null
        || seen.inForce() == null
        || !(seen.job() instanceof Reached)) {
      return plan;
    }
    HistoryLimits limits = HistoryLimits.of(configuration);
    SnapshotHistory history = withoutGone(record.history(), seen.disposal());
    history = withoutForgettable(history, limits);
    List<Taken> due = new ArrayList<>();
    Duration wake = null;
    for (Taken old : limits.cleanup() ? history.butNewest() : List.<Taken>of()) {
      if (!old.ours() || needed(old, record, seen) || mayBeShared(old, seen)) {
        continue;
      }
      Duration left = limits.left(history, old, now);
      if (left.isNegative() || left.isZero()) {
        due.add(old);
      } else if (wake == null || left.compareTo(wake) < 0) {
        wake = left;
      }
    }
    if (SnapshotObjects.wanted(configuration)) {
      // Their objects go with them, and the files with those if the user wants that.
      history = history.without(due);
      due.clear();
    }
    Plan kept = history.equals(record.history()) ? plan : plan.keeping(record.with(history));
    return due.isEmpty()
        ? wake == null ? kept : kept.waking(wake)
        : disposing(kept, due.stream().map(Taken::path).toList(), seen, now);
  }

  /** One at a time. What cannot be disposed of, or is needed by others, holds up none after it. */
  private Plan disposing(Plan plan, List<String> due, Observation seen, Instant now) {
    DisposalView failed = seen.disposal();
    int last = failed == null ? -1 : due.indexOf(failed.path());
    if (failed == null || last < 0) {
      return disposing(plan, due.get(0), List.of(), seen);
    }
    Duration left = Duration.between(now, failed.time().plus(PAUSE));
    if (left.isNegative() || left.isZero()) {
      return disposing(plan, due.get(0), failure(failed), seen);
    }
    return last + 1 < due.size()
        ? disposing(plan, due.get(last + 1), failure(failed), seen)
        : plan.waking(left);
  }

  private static List<Notice> failure(DisposalView failed) {
    return failed.spared()
        ? List.of()
        : List.of(
            new Notice(
                EventReason.CLEANUP_FAILED,
                "Savepoint "
                    + failed.path()
                    + " could not be disposed of and is tried again: "
                    + failed.failure()));
  }

  private Plan disposing(Plan plan, String path, List<Notice> notices, Observation seen) {
    Step step =
        new Step.DisposeSavepoint(
            FlinkAddress.of(settings, seen, Objects.requireNonNull(seen.inForce())), path);
    return plan.alongWith(List.of(step), notices, plan.follow(), PAUSE);
  }

  /** A start of the job, now or after a rollback, may need it, or the user has named it. */
  private static boolean needed(Taken old, StateRecord record, Observation seen) {
    String path = old.path();
    RestorePoint point = record.restorePoint();
    RestorePoint written = new Recorded(seen.resource()).state().restorePoint();
    var job = Spec.job(seen.resource());
    return (point != null && SnapshotPath.same(path, point.path()))
        || (written != null && SnapshotPath.same(path, written.path()))
        || (seen.inForce() != null && SnapshotPath.same(path, seen.inForce().restoredFrom()))
        || (seen.stable() != null && SnapshotPath.same(path, seen.stable().restoredFrom()))
        || (seen.startsFrom() != null && SnapshotPath.same(path, seen.startsFrom().path()))
        || (job != null && SnapshotPath.same(path, job.getInitialSavepointPath()));
  }

  /**
   * Checkpoints of a job that was restored in another mode than NO_CLAIM may be made of the files
   * of a NATIVE savepoint, for as long as the job goes on from checkpoint to checkpoint; Flink does
   * not tell until when (Flink docs, Savepoints, "Claim mode"; FLIP-193). In the mode NO_CLAIM the
   * first checkpoint is a full one, and until then the savepoint is what Flink says it restored.
   */
  private static boolean mayBeShared(Taken old, Observation seen) {
    CheckpointsView checkpoints = seen.checkpoints();
    CheckpointView restored = checkpoints == null ? null : checkpoints.restored();
    boolean restoredFrom = restored != null && SnapshotPath.same(old.path(), restored.path());
    return restoredFrom
        || (!"CANONICAL".equals(old.format())
            && Stream.of(Optional.ofNullable(seen.inForce()), Optional.ofNullable(seen.stable()))
                .flatMap(Optional::stream)
                .anyMatch(revision -> ClaimMode.shares(revision.configuration())));
  }

  private static SnapshotHistory withoutGone(
      SnapshotHistory history, @Nullable DisposalView disposal) {
    if (disposal == null || !disposal.gone()) {
      return history;
    }
    List<Taken> left =
        history.savepoints().stream()
            .filter(old -> !old.ours() || !disposal.path().equals(old.path()))
            .toList();
    return history.with(left);
  }

  /** What is not ours to dispose of, or no more to be, only leaves the history. */
  private static SnapshotHistory withoutForgettable(SnapshotHistory history, HistoryLimits limits) {
    List<Taken> left = new ArrayList<>(history.savepoints());
    for (Taken old : history.butNewest()) {
      boolean forgettable =
          left.size() > limits.count() + MOST_KEPT_BEYOND
              || (left.size() > limits.count() && !(limits.cleanup() && old.ours()));
      if (forgettable) {
        left.remove(old);
      }
    }
    return history.with(left);
  }
}
