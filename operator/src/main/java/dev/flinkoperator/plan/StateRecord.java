package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers about the job's state, from pass to pass.
 *
 * @param restorePoint what any start of the job uses; null: nothing but the spec says
 * @param operation what Flink is asked for at the moment; null: nothing
 * @param savepointNonce the last savepointTriggerNonce acted on; null: none
 * @param checkpointNonce the last checkpointTriggerNonce acted on; null: none
 * @param history what was taken on request
 */
public record StateRecord(
    @Nullable RestorePoint restorePoint,
    @Nullable Operation operation,
    @Nullable Long savepointNonce,
    @Nullable Long checkpointNonce,
    SnapshotHistory history) {

  public static final StateRecord NOTHING =
      new StateRecord(null, null, null, null, SnapshotHistory.NONE);

  /** Nothing but what was taken on request, and the nonces that earlier passes have acted on. */
  StateRecord noncesOf(Observation seen) {
    StateRecord written = new Recorded(seen.resource()).state();
    StateRecord whole = seen.inForce() == null ? written : written.since(seen.inForce());
    return new StateRecord(
        restorePoint, operation, whole.savepointNonce(), whole.checkpointNonce(), whole.history());
  }

  /**
   * Nonces that nobody wrote down. Those of the first deployment asked for nothing; those of a
   * later revision may have come with an edit that an upgrade was for, and are still to be done.
   */
  StateRecord since(Revision inForce) {
    if (inForce.number() != 1) {
      return this;
    }
    JsonNode job = inForce.spec().path("job");
    return new StateRecord(
        restorePoint,
        operation,
        savepointNonce == null ? nonce(job.path("savepointTriggerNonce")) : savepointNonce,
        checkpointNonce == null ? nonce(job.path("checkpointTriggerNonce")) : checkpointNonce,
        history);
  }

  private static @Nullable Long nonce(JsonNode written) {
    return written.canConvertToLong() ? written.asLong() : null;
  }

  StateRecord at(@Nullable RestorePoint point) {
    return new StateRecord(point, operation, savepointNonce, checkpointNonce, history);
  }

  StateRecord asking(@Nullable Operation other) {
    return new StateRecord(restorePoint, other, savepointNonce, checkpointNonce, history);
  }

  StateRecord with(SnapshotHistory other) {
    return new StateRecord(restorePoint, operation, savepointNonce, checkpointNonce, other);
  }

  /** Whatever has become of this operation, it is not to be asked for again. */
  StateRecord done(Operation done) {
    Long nonce = done.nonce();
    boolean checkpoint = done.kind() == OperationKind.Checkpoint;
    return new StateRecord(
        restorePoint,
        null,
        nonce == null || checkpoint ? savepointNonce : nonce,
        nonce == null || !checkpoint ? checkpointNonce : nonce,
        done.cause() == RestorePoint.Cause.Periodic ? history.afterPeriodic(done) : history);
  }
}
