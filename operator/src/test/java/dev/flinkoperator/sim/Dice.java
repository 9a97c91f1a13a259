package dev.flinkoperator.sim;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a run: the same seed throws the same numbers. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    this(new SplittableRandom(seed));
  }

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** Dice of its own for somebody, so that others do not change what he throws. */
  Dice split() {
    return new Dice(random.split());
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Milliseconds from the first to the second, which is not among them. */
  long millis(long from, long to) {
    return from >= to ? from : random.nextLong(from, to);
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
