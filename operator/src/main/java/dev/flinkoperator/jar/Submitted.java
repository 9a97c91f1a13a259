package dev.flinkoperator.jar;

/** How Flink took a submission. */
public enum Submitted {
  /** The job was submitted now. */
  STARTED,
  /** Flink knew a job of this id, running or ended; nothing was started now. */
  ALREADY_THERE
}
