package dev.flinkoperator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator bites: an operator that lacks one precaution breaks an invariant soon. */
class FlawTest {

  static List<Arguments> flaws() {
    return List.of(
        Arguments.of(
            "the intent is not saved before the call", Flaws.intentNotSaved(), "I3", 10001),
        Arguments.of("the deletion is not waited for", Flaws.deletionNotWaitedFor(), "I1", 5002),
        Arguments.of(
            "the restore point moves before the savepoint is complete",
            Flaws.restorePointMovedEarly(),
            "I2",
            10001),
        Arguments.of(
            "what was observed before a stop is trusted after it",
            Flaws.observationTrustedAfterStop(),
            "I2",
            5046),
        Arguments.of(
            "what lagging watches show of a job is taken for all there is",
            Flaws.watchesTrusted(),
            "I2",
            11444),
        Arguments.of("a former leader is not held back", Flaws.notFenced(), "I", 10074),
        Arguments.of(
            "a Deployment that vanished is made again at once",
            Flaws.vanishedMadeAgain(),
            "I1",
            5228),
        Arguments.of(
            "a Deployment that is not the planned one is changed",
            Flaws.planNotKeptTo(),
            "I1",
            10183),
        Arguments.of(
            "a status that somebody else has written is left as it is",
            Flaws.othersNotNoticed(),
            "I4",
            37904),
        Arguments.of("children are applied without force", Flaws.notForced(), "I4", 5003));
  }

  /**
   * @param known a seed that has caught it; after a change of the simulator it may be another one
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("flaws")
  void is_noticed_within_so_many_seeds(String what, Flaw flaw, String invariant, long known) {
    Optional<Run.Result> caught =
        caught(known, flaw, invariant)
            .or(
                () ->
                    LongStream.range(1, 3 * SimulationTest.DEFAULT_SEEDS + 1)
                        .parallel()
                        .mapToObj(seed -> caught(seed, flaw, invariant))
                        .flatMap(Optional::stream)
                        .findAny());
    assertThat(caught).as(what).isPresent();
    System.out.printf("%s: caught by seed %d%n", what, caught.orElseThrow().seed());
  }

  @Test
  void an_operator_that_asks_once_for_another_parallelism_is_noticed_within_so_many_seeds() {
    Optional<Run.Result> caught =
        LongStream.range(1, SimulationTest.DEFAULT_SEEDS / 5)
            .mapToObj(seed -> Run.rescaled(seed, Flaws.rescalesOnce()).run(false))
            .filter(result -> result.failure().contains("Violation: I4"))
            .findFirst();

    assertThat(caught).isPresent();
    System.out.printf("rescales once: caught by seed %d%n", caught.orElseThrow().seed());
  }

  @Test
  void
      an_operator_that_leaves_TaskManagers_without_their_JobManager_is_noticed_within_so_many_seeds() {
    Optional<Run.Result> caught =
        LongStream.range(1, SimulationTest.DEFAULT_SEEDS / 5)
            .mapToObj(seed -> Run.standalone(seed, Flaws.orphansLeft()).run(false))
            .filter(result -> result.failed())
            .findFirst();

    assertThat(caught).isPresent();
    System.out.printf("orphans left: caught by seed %d%n", caught.orElseThrow().seed());
  }

  private static Optional<Run.Result> caught(long seed, Flaw flaw, String invariant) {
    Run.Result result = new Run(seed, flaw, List.of(UpgradeMode.values())).run(false);
    return Optional.of(result).filter(r -> r.failure().contains("Violation: " + invariant));
  }
}
