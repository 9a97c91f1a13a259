package dev.flinkoperator.sim;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All chance of a run: the same seed throws the same numbers. */
final class Dice {

  private final @Nullable SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(@Nullable SplittableRandom random) {
    this.random = random;
  }

  /** A world without chance: everything takes its usual time, and what may fail does not. */
  static Dice none() {
    return new Dice((SplittableRandom) null);
  }

  /** Dice of its own for somebody, so that others do not change what he throws. */
  Dice split() {
    return new Dice(random == null ? null : random.split());
  }

  boolean chance(double probability) {
    return probability >= 1 || (random != null && random.nextDouble() < probability);
  }

  int below(int bound) {
    return random == null ? 0 : random.nextInt(bound);
  }

  /** Milliseconds from the first to the second, which is not among them. */
  long millis(long from, long to) {
    if (random == null) {
      return from + Math.max(0, to - from) / 4;
    }
    return from >= to ? from : random.nextLong(from, to);
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }
}
