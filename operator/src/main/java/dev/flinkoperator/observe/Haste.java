package dev.flinkoperator.observe;

import java.time.Duration;

/**
 * How soon a cluster that has just moved is asked again: what moves next comes soon after, as the
 * end of a savepoint after its begin, or the last task after the first. The longer nothing has
 * moved, the longer it takes. Shared by all clusters, so that many that move at once do not ask
 * more than a machine can bear.
 */
final class Haste {
  private static final Duration SHORTEST = Duration.ofMillis(250);

  /** The wait is this part of the time since the last move: what is seen is late by 6 %. */
  private static final int PART = 16;

  private static final int MOST_A_SECOND = 20;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private long begun;
  private int asked;

  Haste(long nowNanos) {
    begun = nowNanos;
  }

  /**
   * @param usual the wait without haste
   * @param sinceMoved since an answer last differed from the one before, or something began
   * @return at most the usual one
   */
  synchronized Duration wait(Duration usual, Duration sinceMoved, long nowNanos) {
    Duration part = sinceMoved.dividedBy(PART);
    Duration hasty = part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    return hasty.compareTo(usual) < 0 && mayAsk(nowNanos) ? hasty : usual;
  }

  private boolean mayAsk(long nowNanos) {
    if (nowNanos - begun >= SECOND) {
      begun = nowNanos;
      asked = 0;
    }
    return asked++ < MOST_A_SECOND;
  }
}
