package dev.flinkoperator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator bites: an operator that lacks one precaution breaks an invariant soon. */
class FlawTest {

  static List<Arguments> flaws() {
    return List.of(
        Arguments.of("the intent is not saved before the call", Flaws.intentNotSaved(), "I3"),
        Arguments.of("the deletion is not waited for", Flaws.deletionNotWaitedFor(), "I1"),
        Arguments.of(
            "the restore point moves before the savepoint is complete",
            Flaws.restorePointMovedEarly(),
            "I2"),
        Arguments.of(
            "what was observed before a stop is trusted after it",
            Flaws.observationTrustedAfterStop(),
            "I2"),
        Arguments.of(
            "what lagging watches show of a job is taken for all there is",
            Flaws.watchesTrusted(),
            "I2"),
        Arguments.of("a former leader is not held back", Flaws.notFenced(), "I"),
        Arguments.of(
            "a Deployment that vanished is made again at once", Flaws.vanishedMadeAgain(), "I1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flaws")
  void is_noticed_within_so_many_seeds(String what, Flaw flaw, String invariant) {
    Optional<Run.Result> caught =
        LongStream.range(1, SimulationTest.DEFAULT_SEEDS + 1)
            .parallel()
            .mapToObj(seed -> new Run(seed, flaw, List.of(UpgradeMode.values())).run(false))
            .filter(result -> result.failure().contains("Violation: " + invariant))
            .findAny();
    assertThat(caught).as(what).isPresent();
  }
}
