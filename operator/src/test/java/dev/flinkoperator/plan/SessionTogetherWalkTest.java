package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Many random lives of a session cluster and three session jobs on it: edits of each race, the
 * cluster is upgraded while jobs are submitted, deleted and made anew, watches lag, passes are cut
 * off. Never two jobs of one resource, never one from an older state than known, never a cluster
 * ended over a job that it was told of; once that ends all run, and all can be deleted.
 */
@NullUnmarked
class SessionTogetherWalkTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 80);
  private static final long FIRST = Long.getLong("sim.firstSeed", 1);

  @Test
  void whatever_happens_each_job_runs_once_and_everything_can_be_deleted() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      live(seed);
    }
  }

  private static void live(long seed) {
    SessionTogetherWorld world = new SessionTogetherWorld(seed);
    try {
      for (int i = 0; i < 150; i++) {
        world.step(true);
      }
      world.resume();
      boolean settled = false;
      for (int i = 0; i < 2_000 && !settled; i++) {
        world.keepThere();
        world.step(false);
        settled = world.running() || (i > 1_000 && world.settled());
      }
      assertThat(settled).as("seed %s settles\n%s", seed, world.story()).isTrue();
      world.deleteEverything();
      boolean gone = false;
      for (int i = 0; i < 2_000 && !gone; i++) {
        world.step(false);
        gone = world.nothingIsLeft();
      }
      assertThat(gone).as("seed %s: everything can be deleted\n%s", seed, world.story()).isTrue();
    } catch (IllegalStateException e) {
      fail("seed " + seed + ": " + e.getMessage() + "\n" + world.story(), e);
    }
  }
}
