package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What has just moved is asked again soon, within reason. */
class HasteTest {
  private static final Duration USUAL = Duration.ofSeconds(1);
  private static final long NOW = -7_000_000_123L;

  private final Haste haste = new Haste(NOW);

  @Test
  void what_moved_a_moment_ago_is_asked_after_a_quarter_of_a_second() {
    assertThat(haste.wait(USUAL, Duration.ZERO, NOW)).hasMillis(250);
    assertThat(haste.wait(USUAL, Duration.ofSeconds(4), NOW)).hasMillis(250);
  }

  @Test
  void the_longer_nothing_has_moved_the_longer_it_takes() {
    assertThat(haste.wait(USUAL, Duration.ofSeconds(8), NOW)).hasMillis(500);
    assertThat(haste.wait(USUAL, Duration.ofSeconds(12), NOW)).hasMillis(750);
    assertThat(haste.wait(USUAL, Duration.ofSeconds(16), NOW)).isEqualTo(USUAL);
    assertThat(haste.wait(USUAL, Duration.ofDays(1), NOW)).isEqualTo(USUAL);
  }

  @Property(seed = "20260101")
  void never_makes_a_wait_longer_nor_less_than_nothing(
      @ForAll @LongRange(max = 20_000_000_000L) long usual,
      @ForAll @LongRange(max = 1_000_000_000_000L) long since) {
    Duration wait = haste.wait(Duration.ofNanos(usual), Duration.ofNanos(since), NOW);

    assertThat(wait).isBetween(Duration.ZERO, Duration.ofNanos(usual));
  }

  @Test
  void twenty_early_questions_a_second_are_the_most_for_all_clusters_together() {
    for (int i = 0; i < 20; i++) {
      assertThat(haste.wait(USUAL, Duration.ZERO, NOW + i)).hasMillis(250);
    }

    assertThat(haste.wait(USUAL, Duration.ZERO, NOW + 999_999_999)).isEqualTo(USUAL);
    assertThat(haste.wait(USUAL, Duration.ZERO, NOW + 1_000_000_000)).hasMillis(250);
  }
}
