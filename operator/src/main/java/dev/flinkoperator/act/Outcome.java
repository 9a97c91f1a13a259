package dev.flinkoperator.act;

/** How a step ended. What went wrong is an exception; waiting is not wrong. */
public sealed interface Outcome {

  record Done() implements Outcome {}

  /**
   * The world is not ready for the step; the pass ends here and is made again soon.
   *
   * @param reason for the log
   */
  record Waiting(String reason) implements Outcome {}
}
