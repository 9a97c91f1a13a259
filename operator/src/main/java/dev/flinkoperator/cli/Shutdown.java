package dev.flinkoperator.cli;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process: in order when it is told to, at once when another may be leading. */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private final List<Part> parts = new ArrayList<>();
  private volatile boolean stopping;

  private record Part(String name, Runnable stop) {}

  /** Parts are stopped in the order in which they were added. */
  void onStop(String name, Runnable stop) {
    parts.add(new Part(name, stop));
  }

  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "shutdown"));
  }

  /**
   * Halts without finishing what is under way: the one who leads now starts from what is recorded
   * (and fabric8 before 7.7 may call two leaders, kubernetes-client#7350).
   */
  void leadershipLost() {
    if (!stopping) {
      LOG.error("The lease was lost; ending at once");
      Runtime.getRuntime().halt(1);
    }
  }

  /** Stops the parts in order; one that fails does not keep the others from it. */
  void stop() {
    stopping = true;
    LOG.info("Stopping");
    for (Part part : parts) {
      try {
        part.stop().run();
      } catch (RuntimeException e) {
        LOG.warn("Stopping {} failed", part.name(), e);
      }
    }
    LOG.info("Stopped");
  }
}
