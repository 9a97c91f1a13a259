package dev.flinkoperator.plan;

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
 */
public record RestorePoint(
    Kind kind, @Nullable String path, String jobId, Instant time, Cause cause, boolean ended) {

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
    return new RestorePoint(kind, path, jobId, time, cause, false);
  }

  /** The job with this id has ended with this point. */
  boolean ends(String job) {
    return ended && jobId.equals(job);
  }
}
