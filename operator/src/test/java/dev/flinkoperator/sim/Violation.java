package dev.flinkoperator.sim;

/** An invariant of the design is broken. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param invariant such as I1
   */
  Violation(String invariant, String what) {
    super(invariant + ": " + what);
  }
}
