package dev.flinkoperator.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** A thing as a watch shows it: some changes late, and never older than it was shown before. */
@NullUnmarked
final class Lagging<T> {

  private static final int MOST_BEHIND = 3;

  private final Deque<T> versions = new ArrayDeque<>();

  Lagging(T first) {
    versions.add(first);
  }

  void changed(T newest) {
    versions.addLast(newest);
    if (versions.size() > MOST_BEHIND) {
      versions.removeFirst();
    }
  }

  T seen(Random dice, boolean late) {
    int shown = late ? dice.nextInt(versions.size()) : versions.size() - 1;
    for (int i = 0; i < shown; i++) {
      versions.removeFirst();
    }
    return versions.getFirst();
  }
}
