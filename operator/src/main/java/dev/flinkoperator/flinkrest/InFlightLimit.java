package dev.flinkoperator.flinkrest;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Lets so many calls begin at the same time and keeps the others in line, first come first. */
final class InFlightLimit {
  private final Queue<BooleanSupplier> waiting = new ArrayDeque<>();
  private int free;

  InFlightLimit(int places) {
    free = places;
  }

  /**
   * Runs {@code begin} now, or later on the thread of whoever gives a place back.
   *
   * @param begin true if it took the place, and so will {@link #leave()}; false if it has nothing
   *     to do any more
   */
  void enter(BooleanSupplier begin) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(begin);
        return;
      }
      free--;
    }
    if (!begin.getAsBoolean()) {
      leave();
    }
  }

  /** Gives the place to the first in line that still wants it. */
  void leave() {
    // A loop: thousands in line may have been given up meanwhile.
    BooleanSupplier next = nextOrFree();
    while (next != null && !next.getAsBoolean()) {
      next = nextOrFree();
    }
  }

  private synchronized @Nullable BooleanSupplier nextOrFree() {
    BooleanSupplier next = waiting.poll();
    if (next == null) {
      free++;
    }
    return next;
  }
}
