package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotSpec;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.Savepoint;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides everything a pass for a state snapshot does: a pure function of what was observed and the
 * time, as {@link Planner} is for clusters.
 */
public final class StateSnapshotPlanner {

  /**
   * Annotation of an object that stands for a checkpoint which was taken before it: where that is.
   * A spec can say that only of a savepoint.
   */
  public static final String CHECKPOINT = "flinkoperator.dev/checkpoint";

  private final PlanSettings settings;
  private final StateSnapshotTaking taking;
  private final StateSnapshotDeletion deletion;

  public StateSnapshotPlanner(PlanSettings settings) {
    this.settings = settings;
    this.taking = new StateSnapshotTaking(settings);
    this.deletion = new StateSnapshotDeletion(settings);
  }

  public StateSnapshotPlan plan(StateSnapshotObservation seen, Instant now) {
    StateSnapshotTarget target = StateSnapshotTarget.of(seen, settings);
    StateSnapshotRecord record =
        StateSnapshotRecord.of(seen.resource().getStatus()).ofJob(target.jobId());
    if (seen.resource().isMarkedForDeletion()) {
      return deletion.plan(seen, record, target, now);
    }
    return switch (record.state()) {
      case COMPLETED ->
          StateSnapshotPlan.resting(record, StateSnapshotTaking.complete(record), List.of());
      case ABANDONED ->
          StateSnapshotPlan.resting(record, StateSnapshotTaking.abandoned(record), List.of());
      case FAILED -> failed(seen, record, target, now);
      case TRIGGER_PENDING -> pending(seen, record, target, now);
      case IN_PROGRESS -> taking.goOn(seen, record, target, now);
    };
  }

  /** The Apache operator says FAILED also while it waits for another attempt. */
  private StateSnapshotPlan failed(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    if (!StateSnapshotTaking.mayRetry(seen.resource().getSpec(), record.failures())) {
      return StateSnapshotPlan.resting(record, StateSnapshotTaking.failed(record), List.of());
    }
    Instant last = record.resultTime() == null ? now : record.resultTime();
    return pending(
        seen,
        record.retriedAt(last.plus(StateSnapshotTaking.pause(record.failures()))),
        target,
        now);
  }

  private StateSnapshotPlan pending(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    FlinkStateSnapshotSpec spec = seen.resource().getSpec();
    Savepoint savepoint = spec.getSavepoint();
    if ((savepoint == null) == (spec.getCheckpoint() == null)) {
      return StateSnapshotPlan.resting(
          record,
          Health.stalled(Reason.InvalidSpec, "Set exactly one of spec.savepoint, spec.checkpoint"),
          List.of());
    }
    String checkpoint = checkpoint(seen.resource());
    if (savepoint == null && checkpoint != null) {
      return complete(record, checkpoint, now);
    }
    if (savepoint == null || !Boolean.TRUE.equals(savepoint.getAlreadyExists())) {
      return taking.begin(seen, record, target, now);
    }
    String path = savepoint.getPath();
    if (path == null || path.isBlank()) {
      return StateSnapshotPlan.resting(
          record,
          Health.stalled(
              Reason.InvalidSpec,
              "spec.savepoint.path is missing: say where the savepoint is that already exists"),
          List.of());
    }
    return complete(record, path, now);
  }

  private static StateSnapshotPlan complete(StateSnapshotRecord record, String path, Instant now) {
    StateSnapshotRecord complete = record.completed(path, null, now);
    return StateSnapshotPlan.resting(complete, StateSnapshotTaking.complete(complete), List.of());
  }

  private static @Nullable String checkpoint(FlinkStateSnapshot resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    String path = annotations == null ? null : annotations.get(CHECKPOINT);
    return path == null || path.isBlank() ? null : path;
  }
}
