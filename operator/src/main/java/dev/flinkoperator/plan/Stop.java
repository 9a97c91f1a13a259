package dev.flinkoperator.plan;

/** How far the end of a job is whose state is to be kept. */
sealed interface Stop {

  /** It has ended, or ends with its cluster: this is where its state is. */
  record Ended(RestorePoint point) implements Stop {}

  /**
   * Flink is asked for something, and has not done it yet.
   *
   * @param send the request goes out in this pass
   */
  record Asking(Operation operation, boolean send, Health health) implements Stop {}

  /** Something that changes by itself is waited for. */
  record Waiting(Health health) implements Stop {}

  /** Only a person can decide. */
  record Refused(Rejection rejection) implements Stop {}
}
