package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Many random lives of a session job: its cluster restarts, is upgraded, deleted and made anew,
 * answers are lost or come late, passes are cut off, operators restart, edits come at any moment.
 * Never two jobs at a time, never from an older state than known; once that ends it runs.
 */
@NullUnmarked
class SessionJobWalkTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 1_000);

  @Test
  void whatever_happens_one_job_runs_from_the_newest_state_in_the_end() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      live(seed);
    }
  }

  private static void live(long seed) {
    SessionJobWorld world = new SessionJobWorld(seed);
    try {
      for (int i = 0; i < 120; i++) {
        world.step(true);
      }
      world.resume();
      boolean settled = false;
      for (int i = 0; i < 600 && !settled; i++) {
        world.step(false);
        settled = world.running() || (i > 300 && world.settled());
      }
      assertThat(settled).as("seed %s settles\n%s", seed, world.story()).isTrue();
    } catch (IllegalStateException e) {
      fail("seed " + seed + ": " + e.getMessage() + "\n" + world.story(), e);
    }
  }
}
