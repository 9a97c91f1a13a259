package dev.flinkoperator.plan;

import java.util.Optional;

/** One random life of a session cluster and its jobs. */
final class SessionTogetherWalk {

  private SessionTogetherWalk() {}

  /** What has gone wrong in it, and the whole story; empty: nothing has. */
  static Optional<String> failure(long seed, SessionFlaw flaw) {
    SessionTogetherWorld world = new SessionTogetherWorld(seed, flaw);
    try {
      for (int i = 0; i < 150; i++) {
        world.step(true);
      }
      world.resume();
      boolean settled = false;
      for (int i = 0; i < 2_000 && !settled; i++) {
        world.keepThere();
        world.step(false);
        settled = world.running() || (i > 1_000 && world.settled());
      }
      if (!settled) {
        return Optional.of("seed " + seed + " does not settle\n" + world.story());
      }
      world.deleteEverything();
      for (int i = 0; i < 2_000 && !world.nothingIsLeft(); i++) {
        world.step(false);
      }
      return world.nothingIsLeft()
          ? Optional.empty()
          : Optional.of("seed " + seed + ": not everything can be deleted\n" + world.story());
    } catch (IllegalStateException e) {
      return Optional.of("seed " + seed + ": " + e.getMessage() + "\n" + world.story());
    }
  }
}
