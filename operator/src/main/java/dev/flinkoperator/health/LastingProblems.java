package dev.flinkoperator.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Lets a problem through only when each look at it for some time has seen it. */
public final class LastingProblems implements Supplier<List<String>> {
  private final Supplier<List<String>> problems;
  private final Duration patience;
  private final Clock clock;
  private final Map<String, Instant> since = new HashMap<>();

  /**
   * Makes the filter.
   *
   * @param problems what is wrong now, in constant words
   * @param patience how long it may stay wrong
   */
  public LastingProblems(Supplier<List<String>> problems, Duration patience, Clock clock) {
    this.problems = problems;
    this.patience = patience;
    this.clock = clock;
  }

  /** What has been wrong for too long, each with its beginning, sorted. */
  @Override
  public synchronized List<String> get() {
    var now = clock.instant();
    var wrong = problems.get();
    since.keySet().retainAll(wrong);
    wrong.forEach(problem -> since.putIfAbsent(problem, now));
    return since.entrySet().stream()
        .filter(e -> Duration.between(e.getValue(), now).compareTo(patience) >= 0)
        .map(e -> e.getKey() + ", since " + e.getValue())
        .sorted()
        .toList();
  }
}
