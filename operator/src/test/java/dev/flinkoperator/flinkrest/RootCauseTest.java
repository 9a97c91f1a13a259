package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RootCauseTest {
  @Test
  void keeps_the_first_line_of_a_message_that_runs_over_lines() {
    String trace =
        "org.apache.flink.table.api.ValidationException: Unable to create a sink.\n"
            + "\n"
            + "Table options are:\n"
            + "'password'='******'\n"
            + "\tat a.B.c(B.java:1)\n"
            + "Caused by: java.lang.IllegalStateException\n"
            + "\tat a.B.d(B.java:2)\n"
            + "\tSuppressed: java.lang.Exception: hidden\n";

    assertThat(RootCause.of(trace))
        .isEqualTo("ValidationException: Unable to create a sink; caused by IllegalStateException");
  }

  @Test
  void keeps_the_first_and_the_last_causes_of_many() {
    StringBuilder trace = new StringBuilder("a.E0: m0\n");
    for (int i = 1; i < 20; i++) {
      trace.append("Caused by: a.E").append(i).append(": m").append(i).append("\n\tat a.B.c(x)\n");
    }

    assertThat(RootCause.of(trace.toString()))
        .isEqualTo("E0: m0; caused by E17: m17; caused by E18: m18; caused by E19: m19");
  }

  @Test
  void finds_none_in_a_blank_text() {
    assertThat(RootCause.of(" \n\n\t")).isNull();
  }

  @Property(seed = "20260101")
  void is_one_bounded_line_whatever_the_exception_says(
      @ForAll @StringLength(max = 3000) String message,
      @ForAll @StringLength(max = 3000) String why) {
    String trace = "a.B: " + message + "\nCaused by: c.D: " + why + "\n\tat e.F(G.java)";
    String cause = Objects.requireNonNull(RootCause.of(trace));

    assertThat(cause).hasSizeLessThanOrEqualTo(RootCause.MAX_LENGTH);
    assertThat(cause.chars()).noneMatch(Character::isISOControl);
    assertThat(cause).doesNotContain("\tat e.F");
  }

  @Property(seed = "20260101")
  void a_line_is_bounded_and_never_ends_inside_a_character(@ForAll String text) {
    for (int max : new int[] {1, 2, 3, 10, 50}) {
      String line = OneLine.of(text, max);

      assertThat(line).hasSizeLessThanOrEqualTo(max);
      assertThat(line.chars()).noneMatch(Character::isISOControl);
      assertThat(line.codePoints())
          .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      assertThat(OneLine.of(line, max)).isEqualTo(line);
    }
  }
}
