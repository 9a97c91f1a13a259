package dev.flinkoperator.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LastingProblemsTest {

  private final MovableClock clock = new MovableClock("2026-01-02T03:00:00Z");
  private final ArrayList<String> wrong = new ArrayList<>();
  private final LastingProblems lasting =
      new LastingProblems(() -> wrong, Duration.ofMinutes(2), clock);

  @Test
  void a_problem_counts_when_it_has_lasted() {
    wrong.add("a");
    assertThat(lasting.get()).isEmpty();
    clock.advance(Duration.ofSeconds(119));
    assertThat(lasting.get()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(lasting.get()).containsExactly("a, since 2026-01-02T03:00:00Z");
  }

  @Test
  void a_problem_that_was_away_in_between_begins_anew() {
    wrong.add("a");
    assertThat(lasting.get()).isEmpty();
    wrong.clear();
    assertThat(lasting.get()).isEmpty();
    wrong.add("a");
    clock.advance(Duration.ofMinutes(3));
    assertThat(lasting.get()).isEmpty();
  }
}
