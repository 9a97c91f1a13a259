package dev.flinkoperator.plan;

/** What an edit asks for, smallest first. */
public enum SpecChange {
  /** Nothing that a cluster is made from. */
  NONE,
  /** Only objects beside the cluster, such as the Ingress: applied without a restart. */
  BESIDE,
  /** A new cluster in place of the old one. */
  RESTART,
  /** A new cluster that starts from initialSavepointPath, whatever the old one holds. */
  REDEPLOY
}
