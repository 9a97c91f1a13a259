package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Runs the phases one after the other; each begins and ends with an operator that has settled. */
final class Measurement {
  private final Options options;
  private final Lab lab;
  private final Machine machine = new Machine();

  private Measurement(Options options, Lab lab) {
    this.options = options;
    this.lab = lab;
  }

  /**
   * @param dir an empty folder for data and logs
   */
  static Result run(Options options, Path dir) throws IOException {
    say("starting etcd, API server and garbage collector (logs in " + dir + ")");
    try (var lab = Lab.open(options, dir)) {
      return new Measurement(options, lab).run();
    }
  }

  private Result run() {
    say("starting the operator");
    var began = System.nanoTime();
    var operator = lab.startOperator("operator-a");
    try {
      operator.awaitReady();
      var startUp = (System.nanoTime() - began) / 1e9;
      lab.awaitQuiet();

      var create = create(operator);
      var rest = rest(operator);
      var resident = operator.figures().residentMb();
      var seen = options.timings() ? seen() : null;
      var upgrade = upgrade(operator);
      var restarts = new ArrayList<Restart>();
      if (options.timings()) {
        operator = restart("stopped, new pod", operator, "operator-b", restarts);
        operator = restart("killed, same pod", operator, "operator-b", restarts);
        operator = restart("killed, new pod", operator, "operator-c", restarts);
      }
      var delete = delete(operator);
      return new Result(
          machine.describe(),
          LocalDate.now(ZoneOffset.UTC).toString(),
          options.count(),
          startUp,
          create,
          rest,
          resident,
          seen,
          upgrade,
          restarts,
          delete,
          leftBehind());
    } finally {
      operator.close();
    }
  }

  private Phase create(OperatorProcess operator) {
    say("creating " + options.count() + " FlinkDeployments");
    var watch = Stopwatch.start(lab, operator, "create");
    lab.fleet().createAll();
    lab.fleet().awaitReady();
    return settled(watch);
  }

  private Phase rest(OperatorProcess operator) {
    say("watching the operator at rest for " + options.rest().toSeconds() + " s");
    var watch = Stopwatch.start(lab, operator, "rest");
    await().pollDelay(options.rest()).atMost(options.rest().plusMinutes(5)).until(() -> true);
    return told(watch.stop(watch.seconds()));
  }

  private Seen seen() {
    say("changing jobs in Flink");
    var seen = new SeenProbe(lab).measure();
    lab.awaitQuiet();
    return seen;
  }

  private Phase upgrade(OperatorProcess operator) {
    say("upgrading all");
    var before = deployments();
    var watch = Stopwatch.start(lab, operator, "upgrade");
    lab.fleet().editAll(1);
    lab.fleet().awaitReady();
    var phase = settled(watch);
    var after = deployments();
    if (after.stream().anyMatch(before::contains)) {
      throw new IllegalStateException("Ready again, but with the JobManager of before");
    }
    return phase;
  }

  private OperatorProcess restart(
      String how, OperatorProcess former, String pod, List<Restart> restarts) {
    say("restarting the operator: " + how);
    if (how.startsWith("killed")) {
      former.kill();
    } else {
      former.close();
    }
    var operator = lab.startOperator(pod);
    restarts.add(new RestartProbe(lab).measure(how, restarts.size() + 1));
    return operator;
  }

  private Phase delete(OperatorProcess operator) {
    lab.awaitQuiet();
    say("deleting all");
    var watch = Stopwatch.start(lab, operator, "delete");
    lab.fleet().deleteAll();
    lab.fleet().awaitGone();
    var wall = watch.seconds();
    await()
        .atMost(Duration.ofMinutes(10))
        .until(() -> Leftovers.of(lab.client()).isEmpty() || watch.seconds() > wall + 300);
    lab.awaitQuiet();
    return told(watch.stop(wall));
  }

  /**
   * Requests that come after the last one is Ready belong to the phase, its wall time ends then.
   */
  private Phase settled(Stopwatch watch) {
    var wall = watch.seconds();
    lab.awaitQuiet();
    return told(watch.stop(wall));
  }

  private List<String> deployments() {
    return lab.fleet()
        .numbers()
        .mapToObj(number -> lab.clusters().get(Fleet.NAMESPACE, Fleet.name(number)).orElseThrow())
        .map(FakeCluster::deployment)
        .toList();
  }

  private List<String> leftBehind() {
    return Leftovers.of(lab.client());
  }

  private static Phase told(Phase phase) {
    say(
        "%s: %.1f s, %.1f CPU s, peak %.0f MiB, %d requests, %d status writes; %s, refused %s"
            .formatted(
                phase.name(),
                phase.wallSeconds(),
                phase.cpuSeconds(),
                phase.peakMb(),
                phase.requests().total(),
                phase.requests().statusWrites(),
                phase.requests().counts(),
                phase.requests().refused()));
    return phase;
  }

  private static void say(String step) {
    System.err.println("cost: " + step);
  }
}
