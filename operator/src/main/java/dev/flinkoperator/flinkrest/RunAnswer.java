package dev.flinkoperator.flinkrest;

/** What Flink says to a run it has not refused for the job's sake. */
public enum RunAnswer {
  /** The job was submitted now. */
  STARTED,
  /** It knows a job of this id, running or ended; nothing was started. */
  DUPLICATE,
  /** The JobManager that answers does not have the jar; nothing was started. */
  JAR_MISSING
}
