package dev.flinkoperator.journey;

import org.apache.flink.api.common.functions.MapFunction;

/** Lets so many numbers a second pass. */
final class Pace implements MapFunction<Long, Long> {
  private static final long serialVersionUID = 1L;

  private final int perSecond;

  Pace(int perSecond) {
    this.perSecond = perSecond;
  }

  @Override
  public Long map(Long number) throws InterruptedException {
    // Short enough that a checkpoint barrier is not held up noticeably.
    Thread.sleep(1000 / perSecond);
    return number;
  }
}
