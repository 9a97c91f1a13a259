package dev.flinkoperator.observe;

import java.time.Duration;

/**
 * How often a cluster is asked.
 *
 * @param moving from an answer to the next question while something moves
 * @param stable from a question to the next one at rest; a change is seen within this time
 */
public record PollIntervals(Duration moving, Duration stable) {
  public PollIntervals {
    if (moving.toMillis() <= 0 || moving.compareTo(stable) > 0) {
      throw new IllegalArgumentException(
          "Poll intervals must be positive and moving (%s) no longer than stable (%s)"
              .formatted(moving, stable));
    }
  }

  /** 1 s and 15 s: at rest four requests a minute and cluster. */
  public static PollIntervals defaults() {
    return new PollIntervals(Duration.ofSeconds(1), Duration.ofSeconds(15));
  }
}
