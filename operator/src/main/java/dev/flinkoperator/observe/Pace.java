package dev.flinkoperator.observe;

/** How eagerly a cluster is asked. */
public enum Pace {
  /** Something is expected to change soon. */
  MOVING,
  /** Nothing is expected; changes are noticed all the same. */
  STABLE
}
