package dev.flinkoperator.plan;

/** Reasons of conditions: part of the API, in Kubernetes' CamelCase. */
public enum Reason {
  // Reconciling
  Deploying,
  TakingOver,
  WaitingForOldCluster,
  Suspending,
  TakingSavepoint,
  SavepointFailed,
  CancellingJob,
  ReadingLastCheckpoint,
  RollingBack,
  WaitingForRunningJob,
  Deleting,
  WaitingForJobs,
  WaitingForSessionJobs,
  WaitingForCluster,
  SubmittingJob,
  SubmissionFailed,
  JobManagerStarting,
  JobManagerUnavailable,
  JobManagerUnreachable,
  PodUnschedulable,
  QuotaExceeded,
  WaitingForTaskManagers,
  JobStarting,
  JobRestarting,
  JobNotFound,
  ProgressingWithRetry,
  // Stalled
  InvalidSpec,
  NotSupported,
  RestorePointUnknown,
  NameTaken,
  PodCannotStart,
  RejectedByKubernetes,
  JobFailed,
  JobCanceled,
  RolledBack,
  RecoveryDisabled,
  // Ready
  JobRunning,
  ClusterRunning,
  Finished,
  Suspended
}
