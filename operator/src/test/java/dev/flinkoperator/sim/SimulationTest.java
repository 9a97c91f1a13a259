package dev.flinkoperator.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs the real planner through random worlds, one a seed. {@code -Dsim.seeds=N -Dsim.firstSeed=S}
 * runs others; a seed that fails is told as a story and repeated with N=1.
 */
class SimulationTest {

  /** Of users who go from one upgrade mode to another; so many have been seen to pass. */
  static final int DEFAULT_SEEDS = 20_000;

  private static final int SEEDS = Integer.getInteger("sim.seeds", DEFAULT_SEEDS);
  private static final long FIRST = Long.getLong("sim.firstSeed", 1);

  @Test
  void no_seed_breaks_an_invariant_in_any_upgrade_mode() {
    check(SEEDS, List.of(UpgradeMode.values()));
  }

  @Test
  void no_seed_breaks_an_invariant_of_jobs_without_state() {
    check(Math.max(1, SEEDS / 5), List.of(UpgradeMode.STATELESS));
  }

  private static void check(int seeds, List<UpgradeMode> modes) {
    List<Run.Result> failed =
        LongStream.range(FIRST, FIRST + seeds)
            .parallel()
            .mapToObj(seed -> new Run(seed, Flaw.NONE, modes).run())
            .filter(Run.Result::failed)
            .limit(5)
            .toList();
    assertThat(failed).withFailMessage(() -> told(failed)).isEmpty();
  }

  @Test
  void no_seed_breaks_an_invariant_of_a_session_cluster() {
    List<Run.Result> failed =
        LongStream.range(FIRST, FIRST + Math.max(1, SEEDS / 20))
            .parallel()
            .mapToObj(seed -> Run.session(seed).run())
            .filter(Run.Result::failed)
            .limit(5)
            .toList();
    assertThat(failed).withFailMessage(() -> told(failed)).isEmpty();
  }

  @Test
  void no_seed_breaks_an_invariant_of_a_job_that_is_rescaled_in_place() {
    List<Run.Result> failed =
        LongStream.range(FIRST, FIRST + Math.max(1, SEEDS / 5))
            .parallel()
            .mapToObj(seed -> Run.rescaled(seed, Flaw.NONE).run())
            .filter(Run.Result::failed)
            .limit(5)
            .toList();
    assertThat(failed).withFailMessage(() -> told(failed)).isEmpty();
  }

  @Test
  void no_seed_breaks_an_invariant_in_standalone_mode() {
    List<Run.Result> failed =
        LongStream.range(FIRST, FIRST + Math.max(1, SEEDS / 5))
            .parallel()
            .mapToObj(seed -> Run.standalone(seed, Flaw.NONE).run())
            .filter(Run.Result::failed)
            .limit(5)
            .toList();
    assertThat(failed).withFailMessage(() -> told(failed)).isEmpty();
  }

  private static String told(List<Run.Result> failed) {
    Run.Result first = failed.get(0);
    StringBuilder text = new StringBuilder("\n").append(first.story());
    for (Run.Result each : failed) {
      text.append("\nseed ").append(each.seed()).append(": ").append(each.failure());
    }
    return text.append("\nAgain: mvn -pl operator -am test -Dtest=SimulationTest")
        .append(" -Dsurefire.failIfNoSpecifiedTests=false -Dsim.seeds=1 -Dsim.firstSeed=")
        .append(first.seed())
        .toString();
  }
}
