package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Edits a resource while a new operator process starts, and measures when it is acted on. */
final class RestartProbe {
  private final Lab lab;

  RestartProbe(Lab lab) {
    this.lab = lab;
  }

  /**
   * To be called right after the process was started.
   *
   * @param round 1, 2, …: another resource each time
   */
  Restart measure(String how, int round) {
    var began = System.nanoTime();
    var mark = lab.audit().mark();
    var number = round - 1;
    var before = cluster(number);
    lab.fleet().edit(number, 10 + round);
    var acted = seconds(began, () -> !cluster(number).equals(before));
    var ready = seconds(began, () -> lab.fleet().isReady(number) && !cluster(number).isEmpty());
    lab.awaitQuiet();
    return new Restart(how, acted, ready, lab.audit().since(mark));
  }

  /** Empty as soon as the Deployment is being deleted. */
  private String cluster(int number) {
    return lab.clusters()
        .get(Fleet.NAMESPACE, Fleet.name(number))
        .map(FakeCluster::deployment)
        .orElse("");
  }

  private static double seconds(long began, BooleanSupplier done) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        .until(done::getAsBoolean);
    return (System.nanoTime() - began) / 1e9;
  }
}
