package dev.flinkoperator.observe;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.util.TimeUtils;

/**
 * How old Flink's answer about checkpoints may be: it answers from a cache. What was completed just
 * before a job ended can be missing in an answer for so long.
 */
public final class CheckpointsAge {

  /** Default of {@code web.refresh-interval} in Flink 1.20 and 2.3. */
  static final Duration DEFAULT = Duration.ofSeconds(3);

  private CheckpointsAge() {}

  /**
   * By {@code rest.cache.checkpoint-statistics.timeout}, which defaults to {@code
   * web.refresh-interval}.
   *
   * @param configuration Flink's, flat
   */
  public static Duration of(Map<String, String> configuration) {
    String text =
        configuration.getOrDefault(
            "rest.cache.checkpoint-statistics.timeout", configuration.get("web.refresh-interval"));
    if (text == null) {
      return DEFAULT;
    }
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException e) {
      // Flink would not have started with it.
      return DEFAULT;
    }
  }
}
