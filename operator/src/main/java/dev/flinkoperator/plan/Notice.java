package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;

/** An event to be published about the resource. */
public record Notice(EventReason reason, String message) {

  /** The API server does not let us keep a record of a snapshot, which is there all the same. */
  public static Notice refused(Step.RecordSnapshot record, String why) {
    return new Notice(
        EventReason.SNAPSHOT_OBJECT_ERROR,
        "FlinkStateSnapshot "
            + record.name()
            + " could not be made for "
            + record.taken().path()
            + ": "
            + why);
  }

  /** The API server does not let us delete the record of a snapshot. */
  public static Notice refused(Step.ForgetSnapshot record, String why) {
    return new Notice(
        EventReason.SNAPSHOT_OBJECT_ERROR,
        "FlinkStateSnapshot " + record.name() + " could not be deleted: " + why);
  }
}
