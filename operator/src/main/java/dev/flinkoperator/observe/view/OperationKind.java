package dev.flinkoperator.observe.view;

/** What Flink is asked to do with a job, and takes its time for. */
public enum OperationKind {
  /** Takes a savepoint and ends the job with it; a failure leaves the job running. */
  StopWithSavepoint,
  Savepoint,
  Checkpoint,
  /** Ends the job; its newest checkpoint stays. There is nothing to ask after but the job. */
  Cancel
}
