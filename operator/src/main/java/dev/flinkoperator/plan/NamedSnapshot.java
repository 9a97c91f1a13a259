package dev.flinkoperator.plan;

import org.jspecify.annotations.Nullable;

/**
 * A FlinkStateSnapshot named as where a job starts from, which is not followed yet. Flink would
 * take the name for a path and the job would fail, after the former one has been ended for it.
 */
final class NamedSnapshot {

  private static final String PREFIX = "flinkstatesnapshot:";

  private NamedSnapshot() {}

  /**
   * @return why this initialSavepointPath cannot be followed; null: it names no snapshot
   */
  static @Nullable Rejection refusal(@Nullable String initialSavepointPath) {
    return initialSavepointPath == null || !initialSavepointPath.startsWith(PREFIX)
        ? null
        : new Rejection(
            Reason.NotSupported,
            "spec.job.initialSavepointPath names a FlinkStateSnapshot, which is not supported yet;"
                + " write its status.path there");
  }
}
