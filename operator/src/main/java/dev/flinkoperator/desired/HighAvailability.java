package dev.flinkoperator.desired;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether a Flink configuration keeps job metadata outside the JobManager. */
public final class HighAvailability {

  private static final Set<String> OFF = Set.of("", "none");

  private HighAvailability() {}

  /** Looks at {@code high-availability.type} and, for older Flink, {@code high-availability}. */
  public static boolean enabled(Map<String, String> configuration) {
    return !OFF.contains(type(configuration));
  }

  /** In lower case; empty if none is set. */
  static String type(Map<String, String> configuration) {
    return configuration
        .getOrDefault("high-availability.type", configuration.getOrDefault("high-availability", ""))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
