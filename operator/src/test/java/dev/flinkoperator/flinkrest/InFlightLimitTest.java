package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {
  private final List<Integer> begun = new ArrayList<>();
  private final InFlightLimit limit = new InFlightLimit(2);

  @Test
  void lets_in_as_many_as_there_are_places_and_the_others_in_their_order() {
    IntStream.rangeClosed(1, 5).forEach(this::enter);
    assertThat(begun).containsExactly(1, 2);

    limit.leave();
    assertThat(begun).containsExactly(1, 2, 3);
    limit.leave();
    limit.leave();
    assertThat(begun).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void passes_over_a_long_line_of_those_who_gave_up() {
    enter(1);
    enter(2);
    for (int i = 0; i < 100_000; i++) {
      limit.enter(() -> false);
    }
    enter(3);

    limit.leave();

    assertThat(begun).containsExactly(1, 2, 3);
  }

  @Test
  void keeps_the_place_of_one_who_gave_up_at_the_door() {
    limit.enter(() -> false);
    enter(1);
    enter(2);

    assertThat(begun).containsExactly(1, 2);
  }

  private void enter(int who) {
    limit.enter(() -> begun.add(who));
  }
}
