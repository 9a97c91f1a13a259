package dev.flinkoperator.plan;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes that a job has failed because what it was to be restored from is not there: the words
 * of Flink's AbstractFsCheckpointStorageAccess, the same in 1.x and 2.x.
 */
final class GoneFiles {

  private GoneFiles() {}

  static boolean toldBy(@Nullable String failure) {
    return failure != null
        && Stream.of(
                "Cannot find checkpoint or savepoint file/directory",
                "Cannot find meta data file '_metadata' in directory")
            .anyMatch(failure::contains);
  }
}
