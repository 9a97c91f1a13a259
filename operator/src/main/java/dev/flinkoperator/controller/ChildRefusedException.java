package dev.flinkoperator.controller;

/** A child could not be applied; the cause is what the API server said. */
final class ChildRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChildRefusedException(Exception cause) {
    super("a child could not be applied: " + cause.getMessage(), cause);
  }
}
