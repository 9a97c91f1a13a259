package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PollScheduleTest {
  private static final long DECADE = 3650L * 24 * 3600 * 1_000_000_000;
  private static final long STABLE = Duration.ofSeconds(15).toNanos();

  @Property(seed = "20260101")
  void at_rest_questions_begin_one_interval_apart_whatever_the_time_and_however_long_they_take(
      @ForAll @LongRange(min = -DECADE, max = DECADE) long now,
      @ForAll @LongRange(max = 14_999_999_999L) long phase,
      @ForAll @LongRange(max = 14_999_999_999L) long took) {
    PollSchedule schedule = new PollSchedule(PollIntervals.defaults(), phase);
    long first = now + schedule.wait(Pace.STABLE, 0, now, now).toNanos();
    long end = first + took;
    long second = end + schedule.wait(Pace.STABLE, 0, end, end).toNanos();

    assertThat(first - now).isBetween(1L, STABLE);
    assertThat(second - first).isEqualTo(STABLE);
  }

  @Property(seed = "20260101")
  void while_moving_the_wait_is_between_nothing_and_the_interval_at_rest(
      @ForAll @IntRange(max = 10_000) int failures,
      @ForAll long end,
      @ForAll @LongRange(max = 100_000_000_000L) long since) {
    PollSchedule schedule = new PollSchedule(PollIntervals.defaults(), 0);
    long wait = schedule.wait(Pace.MOVING, failures, end, end + since).toNanos();

    assertThat(wait).isBetween(0L, Duration.ofSeconds(5).toNanos());
    assertThat(schedule.wait(Pace.MOVING, failures + 1, end, end + since).toNanos())
        .isGreaterThanOrEqualTo(wait);
  }

  @Property(seed = "20260101")
  void the_phase_is_within_the_interval_however_short_that_is(
      @ForAll @IntRange(min = 1, max = 100_000) int stableMillis,
      @ForAll @LongRange(min = 0) long chance) {
    Duration stable = Duration.ofMillis(stableMillis);
    PollIntervals intervals = new PollIntervals(Duration.ofMillis(1), stable);

    PollSchedule schedule = PollSchedule.byChance(intervals, bound -> chance % bound);

    assertThat(schedule.phaseNanos()).isBetween(0L, stable.toNanos() - 1);
  }

  @Test
  void never_waits_longer_while_moving_than_at_rest() {
    PollIntervals intervals = new PollIntervals(Duration.ofSeconds(2), Duration.ofSeconds(3));

    assertThat(new PollSchedule(intervals, 0).wait(Pace.MOVING, 100, 0, 0)).hasSeconds(3);
  }

  @Test
  void rejects_intervals_in_the_wrong_order() {
    assertThatThrownBy(() -> new PollIntervals(Duration.ofSeconds(20), Duration.ofSeconds(15)))
        .hasMessage(
            "Poll intervals must be positive and moving (PT20S) no longer than stable (PT15S)");
  }
}
