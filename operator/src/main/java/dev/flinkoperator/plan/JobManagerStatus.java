package dev.flinkoperator.plan;

/** Values of {@code status.jobManagerDeploymentStatus}, as the Apache operator names them. */
public enum JobManagerStatus {
  MISSING,
  DEPLOYING,
  DEPLOYED_NOT_READY,
  READY,
  ERROR
}
