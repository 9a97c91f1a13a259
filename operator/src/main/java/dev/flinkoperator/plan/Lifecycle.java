package dev.flinkoperator.plan;

/** Values of {@code status.lifecycleState}. */
public enum Lifecycle {
  CREATED,
  UPGRADING,
  DEPLOYED,
  STABLE,
  SUSPENDED,
  ROLLING_BACK,
  ROLLED_BACK,
  FAILED,
  DELETING
}
