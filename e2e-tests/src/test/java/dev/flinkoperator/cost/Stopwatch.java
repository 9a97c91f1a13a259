package dev.flinkoperator.cost;

/** Takes the figures of a phase: the difference between its begin and its end. */
final class Stopwatch {
  private final Lab lab;
  private final OperatorProcess operator;
  private final String name;
  private final long began = System.nanoTime();
  private final double cpu;
  private final long mark;
  private final int calls;

  private Stopwatch(Lab lab, OperatorProcess operator, String name) {
    this.lab = lab;
    this.operator = operator;
    this.name = name;
    this.cpu = operator.figures().cpuSeconds();
    this.mark = lab.audit().mark();
    this.calls = lab.rest().calls();
  }

  static Stopwatch start(Lab lab, OperatorProcess operator, String name) {
    return new Stopwatch(lab, operator, name);
  }

  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** The phase ends now, but what took {@code wallSeconds} was done already. */
  Phase stop(double wallSeconds) {
    // The calls first: they go on, and reading the log takes its time.
    var made = lab.rest().calls() - calls;
    var figures = operator.figures();
    return new Phase(
        name,
        wallSeconds,
        figures.cpuSeconds() - cpu,
        figures.peakMb(),
        lab.audit().since(mark),
        made);
  }
}
