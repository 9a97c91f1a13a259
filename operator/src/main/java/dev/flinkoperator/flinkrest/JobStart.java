package dev.flinkoperator.flinkrest;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to be run.
 *
 * @param flinkVersion of the cluster, {@code v1_20}
 * @param jobId 32 hex digits, chosen by the one who asks
 * @param entryClass null: as the jar's manifest says
 * @param args of the main class
 * @param parallelism null: Flink's default
 * @param savepointPath savepoint or checkpoint to start from; null: from empty
 * @param allowNonRestoredState whether state nobody claims may be left behind
 * @param claimMode NO_CLAIM, CLAIM or LEGACY; null: Flink's default. Flink before 1.15 has none, it
 *     is left out there
 * @param flinkConfiguration options of this job, flat; left out where the version takes none
 */
public record JobStart(
    String flinkVersion,
    String jobId,
    @Nullable String entryClass,
    List<String> args,
    @Nullable Integer parallelism,
    @Nullable String savepointPath,
    boolean allowNonRestoredState,
    @Nullable String claimMode,
    Map<String, String> flinkConfiguration) {
  private static final Pattern VERSION = Pattern.compile("v(\\d{1,3})_(\\d{1,3})");

  public JobStart {
    HexId.require("A job id", jobId);
    if (!VERSION.matcher(flinkVersion).matches()) {
      throw new IllegalArgumentException(
          "A Flink version looks like v2_3, not " + OneLine.of(flinkVersion, 40));
    }
    args = List.copyOf(args);
    flinkConfiguration = Map.copyOf(flinkConfiguration);
  }

  /** Flink 1.17 and later take options with a run. */
  public boolean takesConfiguration() {
    return isFrom(1, 17);
  }

  boolean isFrom(int major, int minor) {
    Matcher version = VERSION.matcher(flinkVersion);
    if (!version.matches()) {
      throw new IllegalStateException(flinkVersion);
    }
    int ours = Integer.parseInt(version.group(1));
    return ours > major || (ours == major && Integer.parseInt(version.group(2)) >= minor);
  }
}
