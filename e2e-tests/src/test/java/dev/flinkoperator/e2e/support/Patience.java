package dev.flinkoperator.e2e.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long the tests wait, all in one place: two cores may be shared by several jobs. */
public final class Patience {
  private Patience() {}

  /** For what needs a Flink cluster to start or end. */
  public static ConditionFactory untilFlink(String what) {
    return await(what, Duration.ofMinutes(12));
  }

  /** For what the operator and Kubernetes do alone. */
  public static ConditionFactory until(String what) {
    return await(what, Duration.ofMinutes(6));
  }

  /**
   * Looks at something again and again for so long; the first look that is not as it should be
   * fails.
   */
  public static void stays(String what, Duration howLong, Runnable asItShouldBe) {
    long end = System.nanoTime() + howLong.toNanos();
    await(what, howLong.plusMinutes(10))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              boolean wasLongEnough = System.nanoTime() >= end;
              asItShouldBe.run();
              return wasLongEnough;
            });
  }

  private static ConditionFactory await(String what, Duration atMost) {
    return Awaitility.await(what)
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(300));
  }
}
