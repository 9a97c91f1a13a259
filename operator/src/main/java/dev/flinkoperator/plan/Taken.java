package dev.flinkoperator.plan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint or checkpoint that Flink has completed because it was asked for it.
 *
 * @param path null: of a checkpoint, as Flink does not tell
 * @param time when it was heard to be complete, in milliseconds
 * @param format CANONICAL or NATIVE, of a checkpoint FULL or INCREMENTAL; null: not known
 * @param nonce of the spec that asked for it; null: no nonce did
 */
public record Taken(
    @Nullable String path,
    Instant time,
    Trigger trigger,
    @Nullable String format,
    @Nullable Long nonce) {

  /** Taken by the operator of itself; what a user has asked for is the user's to delete. */
  boolean ours() {
    return path != null && (trigger == Trigger.PERIODIC || trigger == Trigger.UPGRADE);
  }

  /** What made it be taken, in the words of the Apache operator. */
  public enum Trigger {
    MANUAL,
    PERIODIC,
    UPGRADE,
    UNKNOWN;

    public static Trigger of(RestorePoint.Cause cause) {
      return switch (cause) {
        case Manual -> MANUAL;
        case Periodic -> PERIODIC;
        case Upgrade, Suspend, Deletion -> UPGRADE;
        case Recovery, JobEnded, Observed -> UNKNOWN;
      };
    }
  }
}
