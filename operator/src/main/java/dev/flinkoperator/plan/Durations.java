package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import java.time.Duration;
import org.apache.flink.util.TimeUtils;

/** Options that are times, in Flink's form: {@code 5 min}, {@code 1 d}. */
final class Durations {

  private Durations() {}

  /** What is not set or cannot be read is the default. */
  static Duration of(EffectiveConfiguration configuration, String key, Duration otherwise) {
    String text = configuration.get(key);
    try {
      return text == null || text.isBlank() ? otherwise : TimeUtils.parseDuration(text.strip());
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
  }
}
