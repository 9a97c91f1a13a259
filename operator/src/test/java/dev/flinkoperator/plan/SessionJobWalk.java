package dev.flinkoperator.plan;

import java.util.Optional;

/** One random life of a session job. */
final class SessionJobWalk {

  private SessionJobWalk() {}

  /** What has gone wrong in it, and the whole story; empty: nothing has. */
  static Optional<String> failure(long seed, SessionFlaw flaw) {
    SessionJobWorld world = new SessionJobWorld(seed, flaw);
    try {
      for (int i = 0; i < 120; i++) {
        world.step(true);
      }
      world.resume();
      boolean settled = false;
      for (int i = 0; i < 600 && !settled; i++) {
        world.step(false);
        settled = world.running() || (i > 300 && world.settled());
      }
      return settled
          ? Optional.empty()
          : Optional.of("seed " + seed + " does not settle\n" + world.story());
    } catch (IllegalStateException e) {
      return Optional.of("seed " + seed + ": " + e.getMessage() + "\n" + world.story());
    }
  }
}
