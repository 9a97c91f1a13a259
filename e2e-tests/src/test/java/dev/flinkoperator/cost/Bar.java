package dev.flinkoperator.cost;

import java.util.ArrayList;
import java.util.List;

/**
 * A promise and what came of it.
 *
 * @param what in words
 * @param most the bar
 * @param measured in the same unit
 * @param apache what Apache's operator needed on a machine like this; empty where not known
 * @param counted whether it is a number of requests to the API server, and so the same on every
 *     machine
 */
record Bar(String what, double most, double measured, String apache, boolean counted) {
  /** To two digits: a count of polls depends on when the window begins. */
  boolean isKept() {
    return measured <= most * 1.01;
  }

  /** The promises for 300 resources on two cores; those that are counted hold for any number. */
  static List<Bar> of(Result result) {
    var n = result.count();
    var create = result.create();
    var rest = result.rest();
    var bars = new ArrayList<Bar>();
    bars.add(
        counted("create: API requests a resource", 11, create.requests().needed()).apache("33"));
    bars.add(
        counted("create: status writes a resource", 3, create.requests().neededStatusWrites()));
    bars.add(timed("create: all Ready, seconds", 45, create.wallSeconds()).apache("172"));
    bars.add(timed("create: CPU seconds", 45, create.cpuSeconds()).apache("186"));
    bars.add(timed("create: peak memory, MiB", 350, create.peakMb()).apache("1037"));
    bars.add(counted("at rest: API writes", 0, rest.requests().writes()));
    bars.add(
        timed(
            "at rest: REST calls a minute and resource",
            4,
            rest.restCalls() / (rest.wallSeconds() / 60) / n));
    bars.add(timed("at rest: cores", 0.03, rest.cpuSeconds() / rest.wallSeconds()).apache("0.53"));
    var seen = result.seen();
    if (seen != null) {
      bars.add(timed("a change in Flink is seen, seconds", 15, seen.longestSeconds()));
    }
    bars.add(
        timed("upgrade: all Ready, seconds", 60, result.upgrade().wallSeconds()).apache("235"));
    result.restarts().stream()
        .filter(restart -> !restart.waitsForLease())
        .map(
            restart ->
                timed(
                        "restart (%s): acts on an edit, seconds".formatted(restart.how()),
                        12,
                        restart.actedSeconds())
                    .apache("56"))
        .forEach(bars::add);
    return bars;
  }

  private static Bar counted(String what, double most, double measured) {
    return new Bar(what, most, measured, "", true);
  }

  private static Bar timed(String what, double most, double measured) {
    return new Bar(what, most, measured, "", false);
  }

  private Bar apache(String figure) {
    return new Bar(what, most, measured, figure, counted);
  }
}
