package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers about the job's state, from pass to pass.
 *
 * @param restorePoint what any start of the job uses; null: nothing but the spec says
 * @param operation what Flink is asked for at the moment; null: nothing
 * @param savepointNonce the last savepointTriggerNonce acted on; null: none
 * @param checkpointNonce the last checkpointTriggerNonce acted on; null: none
 */
public record StateRecord(
    @Nullable RestorePoint restorePoint,
    @Nullable Operation operation,
    @Nullable Long savepointNonce,
    @Nullable Long checkpointNonce) {

  public static final StateRecord NOTHING = new StateRecord(null, null, null, null);

  /** Nothing but the nonces that earlier passes have acted on. */
  StateRecord noncesOf(Observation seen) {
    StateRecord written = new Recorded(seen.resource()).state();
    return new StateRecord(
        restorePoint, operation, written.savepointNonce(), written.checkpointNonce());
  }

  StateRecord at(@Nullable RestorePoint point) {
    return new StateRecord(point, operation, savepointNonce, checkpointNonce);
  }

  StateRecord asking(@Nullable Operation other) {
    return new StateRecord(restorePoint, other, savepointNonce, checkpointNonce);
  }
}
