package dev.flinkoperator.observe;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * When a cluster is asked next. At rest on a grid: the same period for all, so that none is asked
 * more often than another, and one of a few phases, so that neither do all come at once nor does
 * each wake the process on its own.
 *
 * @param phaseNanos offset of the grid, from 0 up to the stable interval
 */
record PollSchedule(PollIntervals intervals, long phaseNanos) {
  /**
   * Between two phases. Most of what a lone question costs is waking up threads and finding caches
   * cold; asked right after another it costs a quarter (docs/performance.md).
   */
  private static final Duration STEP = Duration.ofSeconds(1);

  private static final int SOME_FAILURES = 5;
  private static final int MANY_FAILURES = 15;

  /**
   * A phase by chance, a whole number of seconds.
   *
   * @param randomBelow a number from 0 up to the one given
   */
  static PollSchedule byChance(PollIntervals intervals, LongUnaryOperator randomBelow) {
    long step = STEP.toNanos();
    long phases = (intervals.stable().toNanos() + step - 1) / step;
    return new PollSchedule(intervals, step * randomBelow.applyAsLong(phases));
  }

  /**
   * The wait from now, never negative.
   *
   * @param failures in a row, with the last answer among them
   * @param lastEndNanos when the last question was answered or failed
   */
  Duration wait(Pace pace, int failures, long lastEndNanos, long nowNanos) {
    return switch (pace) {
      case STABLE -> Duration.ofNanos(toGrid(nowNanos));
      case MOVING -> {
        long left = moving(failures).toNanos() - (nowNanos - lastEndNanos);
        yield Duration.ofNanos(Math.max(0, left));
      }
    };
  }

  /** When something has just begun. */
  Duration soon() {
    return intervals.moving();
  }

  /** A JobManager takes seconds to come up; one that is still away after that is asked less. */
  private Duration moving(int failures) {
    int times = failures <= SOME_FAILURES ? 1 : failures <= MANY_FAILURES ? 2 : 5;
    Duration interval = intervals.moving().multipliedBy(times);
    return interval.compareTo(intervals.stable()) < 0 ? interval : intervals.stable();
  }

  private long toGrid(long nowNanos) {
    long period = intervals.stable().toNanos();
    return period - Math.floorMod(nowNanos - phaseNanos, period);
  }
}
