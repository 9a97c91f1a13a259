package dev.flinkoperator.sim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A completed checkpoint or savepoint, and what it goes back to: the truth that nobody in the world
 * can read.
 *
 * @param id counts up within a job, and through its restores
 * @param before the snapshot that the job had completed before, or had been restored from; null:
 *     the job had begun from empty
 */
record Snapshot(
    String path, long id, boolean savepoint, Instant completed, @Nullable Snapshot before) {

  /** Everything that is in the older one is in this one. */
  boolean holds(Snapshot older) {
    for (Snapshot each = this; each != null; each = each.before) {
      if (each == older) {
        return true;
      }
    }
    return false;
  }

  /** A whole chain in a message would be unreadable. */
  @Override
  public String toString() {
    return path + " (of " + completed + ")";
  }
}
