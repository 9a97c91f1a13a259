package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.SubmissionView;
import dev.flinkoperator.observe.view.SubmissionView.State;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmissionAnswersTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceID ID = new ResourceID("orders", "streams");

  private final List<ResourceID> woken = new ArrayList<>();
  private Instant now = START;
  private final SubmissionAnswers answers = new SubmissionAnswers(woken::add, () -> now);

  @Test
  void one_that_this_process_has_not_sent_is_of_a_former_one_from_the_first_look_on() {
    answers.of(ID, "a", 2);
    now = START.plusSeconds(60);

    assertThat(answers.of(ID, "a", 2))
        .isEqualTo(new SubmissionView("a", 2, State.FORMER, null, START, START));
  }

  @Test
  void an_attempt_that_comes_to_nothing_leaves_open_what_was_open_before() {
    answers.sent(ID, view(State.IN_FLIGHT));
    answers.answered(ID, view(State.UNANSWERED));
    now = START.plusSeconds(60);
    answers.sent(ID, view(State.IN_FLIGHT));
    answers.answered(ID, view(State.NOT_NOW));

    assertThat(answers.of(ID, "a", 1).state()).isEqualTo(State.NOT_NOW);
    assertThat(answers.of(ID, "a", 1).open()).isEqualTo(START);
  }

  @Test
  void nothing_is_open_once_Flink_has_the_job() {
    answers.of(ID, "a", 1);
    answers.sent(ID, view(State.IN_FLIGHT));
    answers.answered(ID, view(State.ACCEPTED));

    assertThat(answers.of(ID, "a", 1).open()).isNull();
  }

  @Test
  void an_answer_wakes_the_resource_unless_it_is_gone() {
    answers.sent(ID, view(State.IN_FLIGHT));
    answers.answered(ID, view(State.REFUSED));
    assertThat(woken).containsExactly(ID);

    answers.forget(ID);
    answers.answered(ID, view(State.ACCEPTED));
    assertThat(woken).hasSize(1);
  }

  private SubmissionView view(State state) {
    return new SubmissionView("a", 1, state, null, now);
  }
}
