package dev.flinkoperator.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one pass does for a state snapshot.
 *
 * @param record written down by this pass
 * @param follow the REST API that is asked meanwhile; null: none
 * @param wake when to look again; null: when something happens
 * @param finishesDeletion the finalizer may go
 */
public record StateSnapshotPlan(
    StateSnapshotRecord record,
    Health health,
    List<Step> steps,
    @Nullable Follow follow,
    List<Notice> notices,
    @Nullable Duration wake,
    boolean finishesDeletion) {

  public StateSnapshotPlan {
    steps = List.copyOf(steps);
    notices = List.copyOf(notices);
  }

  /** Nothing is to be done until somebody edits something. */
  static StateSnapshotPlan resting(
      StateSnapshotRecord record, Health health, List<Notice> notices) {
    return new StateSnapshotPlan(record, health, List.of(), null, notices, null, false);
  }

  /** Something is waited for. */
  static StateSnapshotPlan waiting(
      StateSnapshotRecord record, Health health, @Nullable Follow follow, @Nullable Duration wake) {
    return new StateSnapshotPlan(record, health, List.of(), follow, List.of(), wake, false);
  }

  /** The finalizer goes. */
  static StateSnapshotPlan gone(StateSnapshotRecord record, List<Notice> notices) {
    return new StateSnapshotPlan(
        record,
        Health.progressing(Reason.Deleting, "The snapshot is being deleted"),
        List.of(),
        null,
        notices,
        null,
        true);
  }
}
