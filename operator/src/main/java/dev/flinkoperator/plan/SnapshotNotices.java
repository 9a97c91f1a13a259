package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.OperationKind;
import org.jspecify.annotations.Nullable;

/** Events about savepoints and checkpoints that were taken, or not, of a running job. */
final class SnapshotNotices {

  private SnapshotNotices() {}

  static Notice completed(Operation asked, @Nullable String path) {
    boolean savepoint = asked.kind() == OperationKind.Savepoint;
    return new Notice(
        savepoint ? EventReason.SNAPSHOT_SAVEPOINT_TAKEN : EventReason.SNAPSHOT_CHECKPOINT_TAKEN,
        (savepoint ? "Savepoint taken (" : "Checkpoint taken (")
            + askedBy(asked)
            + ")"
            + (path == null ? "" : ": " + path));
  }

  static Notice givenUp(Operation failed, String reason) {
    boolean savepoint = failed.kind() == OperationKind.Savepoint;
    return new Notice(
        savepoint ? EventReason.SNAPSHOT_SAVEPOINT_ERROR : EventReason.SNAPSHOT_CHECKPOINT_ERROR,
        (savepoint ? "No savepoint" : "No checkpoint")
            + " could be taken in "
            + failed.attempt()
            + " attempts ("
            + askedBy(failed)
            + "); the job goes on. "
            + (failed.nonce() == null
                ? "It is tried again when the next one is due"
                : "Change the nonce to ask again")
            + ". The last attempt: "
            + reason);
  }

  private static String askedBy(Operation asked) {
    if (asked.nonce() == null) {
      return "periodic";
    }
    return (asked.kind() == OperationKind.Savepoint
            ? "spec.job.savepointTriggerNonce "
            : "spec.job.checkpointTriggerNonce ")
        + asked.nonce();
  }
}
