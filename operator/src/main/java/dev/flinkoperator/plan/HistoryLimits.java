package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.HistoryCaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many savepoints are kept, and how long; named and defaulted as in the Apache operator, where
 * the options that end in {@code .threshold} cap what a resource may ask for.
 *
 * @param count 1 or more
 * @param cleanup what is beyond the limits is disposed of; else it is only forgotten
 */
record HistoryLimits(int count, Duration age, boolean cleanup) {

  static final String COUNT = "kubernetes.operator.savepoint.history.max.count";
  static final String AGE = "kubernetes.operator.savepoint.history.max.age";
  private static final String CLEANUP = "kubernetes.operator.savepoint.cleanup.enabled";
  private static final Duration NONE = Duration.ofMillis(-1);

  static HistoryLimits of(EffectiveConfiguration configuration) {
    Duration age = Durations.of(configuration, AGE, Duration.ofHours(24));
    Duration oldest = Durations.of(configuration, HistoryCaps.AGE, age);
    return new HistoryLimits(
        Math.min(
            count(configuration.get(COUNT), 10),
            count(configuration.get(HistoryCaps.COUNT), Integer.MAX_VALUE)),
        oldest.compareTo(age) < 0 ? oldest : age,
        configuration.isTrue(CLEANUP, true));
  }

  static List<String> problems(EffectiveConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    String count = configuration.get(COUNT);
    if (count != null && !count.strip().matches("[1-9][0-9]{0,8}")) {
      problems.add(COUNT + " must be a whole number from 1 on, not " + count);
    }
    String age = configuration.get(AGE);
    if (age != null && Durations.of(configuration, AGE, NONE).equals(NONE)) {
      problems.add(AGE + " must be a duration, such as 24 h, not " + age);
    }
    return problems;
  }

  /** How long it may stay; none or less: it is to go. */
  Duration left(SnapshotHistory history, Taken old, Instant now) {
    int position = history.savepoints().indexOf(old);
    return history.savepoints().size() - position > count
        ? Duration.ZERO
        : Duration.between(now, old.time().plus(age));
  }

  /** What cannot be read counts as not set; the rules for configuration say so. */
  private static int count(@Nullable String text, int otherwise) {
    try {
      return text == null || text.isBlank()
          ? otherwise
          : Math.max(1, Integer.parseInt(text.strip()));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
