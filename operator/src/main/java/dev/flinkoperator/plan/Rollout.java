package dev.flinkoperator.plan;

/** Values of {@code status.reconciliationStatus.state}; Argo CD takes DEPLOYED for Healthy. */
public enum Rollout {
  UPGRADING,
  DEPLOYED,
  ROLLING_BACK,
  ROLLED_BACK,
  /** The field is left out, so that Argo CD's bundled check goes on to the JobManager's status. */
  UNSET
}
