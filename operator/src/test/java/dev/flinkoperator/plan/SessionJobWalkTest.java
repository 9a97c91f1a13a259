package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

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
      assertThat(SessionJobWalk.failure(seed, SessionFlaw.NONE)).isEmpty();
    }
  }
}
