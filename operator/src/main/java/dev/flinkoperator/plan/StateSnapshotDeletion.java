package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.JobReference;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.Savepoint;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.plan.StateSnapshotRecord.Disposal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the savepoint with its resource where that is wanted, and comes to an end in any case:
 * what could not be deleted stays, and an event says where it is.
 */
final class StateSnapshotDeletion {

  /** How long the savepoint is tried to be deleted, and a snapshot under way is waited for. */
  private static final Duration DISPOSING = Duration.ofMinutes(5);

  private static final Duration COMPLETING = Duration.ofMinutes(10);

  /** Flink may get to know an operation a while after it was first asked about it. */
  private static final Duration ARRIVING = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration AT_ONCE = Duration.ofMillis(50);

  private final PlanSettings settings;

  StateSnapshotDeletion(PlanSettings settings) {
    this.settings = settings;
  }

  StateSnapshotPlan plan(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    if (!disposes(seen)) {
      return StateSnapshotPlan.gone(record, List.of());
    }
    return switch (record.state()) {
      case TRIGGER_PENDING, FAILED, ABANDONED -> StateSnapshotPlan.gone(record, List.of());
      case IN_PROGRESS -> completing(seen, record, target, now);
      case COMPLETED -> disposing(seen, record, target, now);
    };
  }

  private static boolean disposes(StateSnapshotObservation seen) {
    Savepoint savepoint = seen.resource().getSpec().getSavepoint();
    JobReference job = seen.resource().getSpec().getJobReference();
    return savepoint != null
        && !Boolean.FALSE.equals(savepoint.getDisposeOnDelete())
        && job != null
        && job.getKind() != null
        && job.getName() != null;
  }

  /** What Flink is taking would be left with nobody to know of it. */
  private StateSnapshotPlan completing(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    if (seen.operation() instanceof OperationView.Completed completed) {
      StateSnapshotRecord complete =
          StateSnapshotTaking.result(seen, record, completed.path(), now);
      return disposing(seen, complete, target, now);
    }
    if (seen.operation() instanceof OperationView.Failed) {
      return StateSnapshotPlan.gone(record, List.of());
    }
    Instant asked = Objects.requireNonNullElse(record.triggerTime(), Instant.EPOCH);
    Instant begun = Instant.parse(seen.resource().getMetadata().getDeletionTimestamp());
    boolean unknown =
        seen.operation() instanceof OperationView.NotKnown && now.isAfter(asked.plus(ARRIVING));
    Instant end = begun.plus(COMPLETING);
    if (StateSnapshotTaking.lost(record, target) || unknown || !now.isBefore(end)) {
      return StateSnapshotPlan.gone(
          record,
          List.of(
              left(
                  "A savepoint that job "
                      + record.jobId()
                      + " was asked for (trigger id "
                      + record.triggerId()
                      + ") may be left in storage: Flink does not tell how it ended")));
    }
    return StateSnapshotPlan.waiting(
        record,
        Health.progressing(
            Reason.Deleting, "The savepoint is still being taken; it is disposed of after that"),
        StateSnapshotTaking.following(settings, target, StateSnapshotTaking.question(seen, record)),
        shorter(LOOK_AGAIN, Duration.between(now, end)));
  }

  private StateSnapshotPlan disposing(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    String path = record.path();
    if (path == null) {
      return StateSnapshotPlan.gone(record, List.of());
    }
    if (target.needed().contains(path)) {
      return stays(record, path, target.name() + " is brought back from it");
    }
    if (target.standing() == StateSnapshotTarget.Standing.MISSING || target.clusterGone()) {
      return stays(record, path, "no cluster of " + target.name() + " is there to delete it");
    }
    Disposal begun = record.disposal();
    if (begun == null) {
      return new StateSnapshotPlan(
          record.disposing(new Disposal(now, 1, null), null),
          health(path),
          List.of(new Step.SaveIntent()),
          StateSnapshotTaking.following(settings, target, null),
          List.of(),
          AT_ONCE,
          false);
    }
    DisposalView view = seen.disposal();
    if (view != null && view.path().equals(path) && view.gone()) {
      return StateSnapshotPlan.gone(
          record,
          List.of(
              new Notice(
                  EventReason.STATE_SNAPSHOT_DISPOSED, "Savepoint " + path + " is deleted")));
    }
    if (view != null
        && view.path().equals(path)
        && view.spared()
        && !view.time().isBefore(begun.startTime())) {
      return stays(record, path, String.valueOf(view.failure()));
    }
    StateSnapshotRecord written = noted(record, begun, view, path);
    Instant end = begun.startTime().plus(DISPOSING);
    if (!now.isBefore(end)) {
      return stays(written, path, why(seen, written));
    }
    boolean due = written.retryTime() == null || !written.retryTime().isAfter(now);
    return new StateSnapshotPlan(
        written,
        health(path),
        due && seen.jobs() instanceof Reached
            ? List.of(new Step.DisposeSavepoint(target.address(settings), path))
            : List.of(),
        StateSnapshotTaking.following(settings, target, null),
        List.of(),
        shorter(
            due || written.retryTime() == null
                ? LOOK_AGAIN
                : Duration.between(now, written.retryTime()),
            Duration.between(now, end)),
        false);
  }

  /** A failure is counted once: before that attempt's answer, the time of the next one is older. */
  private static StateSnapshotRecord noted(
      StateSnapshotRecord record, Disposal begun, @Nullable DisposalView view, String path) {
    if (view == null
        || !view.path().equals(path)
        || view.failure() == null
        || view.time().isBefore(begun.startTime())
        || (record.retryTime() != null && !view.time().isAfter(record.retryTime()))) {
      return record;
    }
    return record.disposing(
        new Disposal(begun.startTime(), begun.attempt() + 1, view.failure()),
        view.time().plus(PAUSE));
  }

  private static String why(StateSnapshotObservation seen, StateSnapshotRecord record) {
    Disposal disposal = record.disposal();
    return disposal != null && disposal.error() != null
        ? disposal.error()
        : seen.jobs() instanceof Unreachable silent
            ? "Flink's REST API does not answer: " + silent.reason()
            : "Flink has not deleted it in " + DISPOSING.toMinutes() + " minutes";
  }

  private static StateSnapshotPlan stays(StateSnapshotRecord record, String path, String why) {
    return StateSnapshotPlan.gone(
        record, List.of(left("Savepoint " + path + " stays in storage: " + why)));
  }

  private static Notice left(String message) {
    return new Notice(EventReason.STATE_SNAPSHOT_CLEANUP_FAILED, message);
  }

  private static Health health(String path) {
    return Health.progressing(
        Reason.DisposingSavepoint, "Flink is asked to delete the savepoint " + path);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
