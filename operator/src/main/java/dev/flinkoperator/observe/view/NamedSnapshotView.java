package dev.flinkoperator.observe.view;

import org.jspecify.annotations.Nullable;

/**
 * A FlinkStateSnapshot that a job names as where it starts from.
 *
 * @param state as its status has it; null: nothing is written yet
 * @param path of the completed snapshot; null: none is known
 * @param error why it failed, for people; null: it says nothing
 * @param deleting it is being deleted, and its savepoint perhaps with it
 */
public record NamedSnapshotView(
    String name,
    @Nullable String state,
    @Nullable String path,
    @Nullable String error,
    boolean deleting) {

  private static final String PREFIX = "flinkstatesnapshot:";

  /** What this initialSavepointPath names; null: it is a path, or there is none. */
  public static @Nullable String nameIn(@Nullable String initialSavepointPath) {
    return initialSavepointPath != null && initialSavepointPath.startsWith(PREFIX)
        ? initialSavepointPath.substring(PREFIX.length())
        : null;
  }
}
