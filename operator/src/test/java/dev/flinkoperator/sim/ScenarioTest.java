package dev.flinkoperator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every scenario, as a story that is read in {@code src/test/resources/stories} and compared word
 * by word ({@code -Dsim.rewrite=true} writes it anew), and once for every call the operator makes
 * in it, with its death after that call: the same job goes on from the same state.
 */
class ScenarioTest {

  private static final Path STORIES = Path.of("src/test/resources/stories");

  static List<Scenario> scenarios() {
    return Scenarios.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void goes_as_it_is_told(Scenario scenario) throws IOException {
    Path file = STORIES.resolve(scenario.name() + ".txt");
    String story = scenario.play(0).story();
    if (Boolean.getBoolean("sim.rewrite")) {
      Files.createDirectories(STORIES);
      Files.writeString(file, story);
    }
    assertThat(story)
        .as("%s; if the change is wanted, run this test with -Dsim.rewrite=true", file)
        .isEqualTo(Files.readString(file));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void ends_the_same_wherever_the_operator_dies(Scenario scenario) {
    Scenario.Outcome whole = scenario.play(0);
    IntStream.rangeClosed(1, whole.calls())
        .parallel()
        .forEach(
            call -> {
              Scenario.Outcome cut = scenario.play(call);
              assertThat(cut.reason()).as(() -> after(call, cut)).isEqualTo(whole.reason());
              assertThat(cut.job()).as(() -> after(call, cut)).isEqualTo(whole.job());
              if (scenario.isHurried() && (cut.untouched() || cut.job() == null)) {
                return; // nothing was ended, or nothing is to go on
              }
              assertThat(cut.kind()).as(() -> after(call, cut)).isEqualTo(whole.kind());
              // Dying costs time, in which the job may have completed another checkpoint.
              assertThat(cut.from())
                  .as(() -> after(call, cut))
                  .isGreaterThanOrEqualTo(whole.from());
              assertThat(cut.savepoints()).as(() -> after(call, cut)).isEqualTo(whole.savepoints());
            });
  }

  private static String after(int call, Scenario.Outcome cut) {
    return "dying after call " + call + ":\n" + cut.story();
  }
}
