package dev.flinkoperator.observe;

import java.time.Duration;

/**
 * When a cluster is asked next. At rest on a grid of its own: the same period for all, the phase by
 * chance, so that clusters do not come in step and none is asked more often than another.
 *
 * @param phaseNanos offset of the grid, from 0 up to the stable interval
 */
record PollSchedule(PollIntervals intervals, long phaseNanos) {
  private static final int SOME_FAILURES = 5;
  private static final int MANY_FAILURES = 15;

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
