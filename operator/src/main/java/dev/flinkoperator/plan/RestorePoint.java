package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.CheckpointView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the state of a job is.
 *
 * @param path null for {@link Kind#Empty}; for {@link Kind#HighAvailability} the newest point known
 *     besides, or null: used if the metadata name no checkpoint
 * @param jobId whose state it is
 * @param time when it was completed, or became the one to use
 * @param ended the job ended with it: nothing newer can exist
 * @param checkpoint Flink's number of it, or the least that it can have: what Flink counts higher
 *     in this job is newer, whatever the clocks say. Null: not known
 */
public record RestorePoint(
    Kind kind,
    @Nullable String path,
    String jobId,
    Instant time,
    Cause cause,
    boolean ended,
    @Nullable Long checkpoint) {

  /** One that Flink has told no number of. */
  RestorePoint(
      Kind kind, @Nullable String path, String jobId, Instant time, Cause cause, boolean ended) {
    this(kind, path, jobId, time, cause, ended, null);
  }

  public enum Kind {
    Savepoint,
    Checkpoint,
    /** Flink's own metadata names the newest checkpoint of the job. */
    HighAvailability,
    /** The job ended before it had ever completed a checkpoint: there is no state. */
    Empty
  }

  /** Why it was taken or chosen. */
  public enum Cause {
    Upgrade,
    Suspend,
    Manual,
    Periodic,
    Deletion,
    /** What held the job is gone or has lost it. */
    Recovery,
    /** The job had ended by itself. */
    JobEnded,
    /** Seen while the job was running. */
    Observed
  }

  /** A job goes on from here. */
  RestorePoint goingOn() {
    return new RestorePoint(kind, path, jobId, time, cause, false, checkpoint);
  }

  /** The job ends with it, for this reason. */
  RestorePoint ending(Cause because) {
    return new RestorePoint(kind, path, jobId, time, because, true, checkpoint);
  }

  /**
   * The checkpoint, of the same job, is the newer one. Clocks differ and jump: they are asked only
   * where there is no number, as in what an older operator wrote.
   */
  boolean isBefore(CheckpointView other) {
    return checkpoint == null ? time.isBefore(other.completed()) : checkpoint < other.id();
  }

  /** The job with this id has ended with this point. */
  boolean ends(String job) {
    return ended && jobId.equals(job);
  }
}
