package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Many random lives of a session cluster, highly available or not, and three session jobs on it:
 * edits of each race, the cluster is upgraded while jobs are submitted, all are deleted and made
 * anew, submissions begin late, watches lag, passes are cut off. Never two jobs of one resource,
 * never one from an older state than known, never one whose resource is gone, never a cluster ended
 * over a job that it was told of; once that ends all run as asked, and all can be deleted.
 */
@NullUnmarked
class SessionTogetherWalkTest {

  private static final int SEEDS = Integer.getInteger("sim.seeds", 80);
  private static final long FIRST = Long.getLong("sim.firstSeed", 1);

  @Test
  void whatever_happens_each_job_runs_once_and_everything_can_be_deleted() {
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      assertThat(SessionTogetherWalk.failure(seed, SessionFlaw.NONE)).isEmpty();
    }
  }
}
