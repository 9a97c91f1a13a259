package dev.flinkoperator.event;

/**
 * Why an event is written. Reasons that Apache's operator has too have its names, components and
 * types, so that alerts on them go on working.
 */
public enum EventReason {
  SUBMIT("Submit", Component.JOB_MANAGER_DEPLOYMENT, Type.NORMAL),
  SUSPENDED("Suspended", Component.JOB_MANAGER_DEPLOYMENT, Type.NORMAL),
  SPEC_CHANGED("SpecChanged", Component.JOB_MANAGER_DEPLOYMENT, Type.NORMAL),
  ROLLBACK("Rollback", Component.JOB_MANAGER_DEPLOYMENT, Type.NORMAL),
  MISSING("Missing", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  UPGRADE_FAILED("UpgradeFailed", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  RESTORE_FAILED("RestoreFailed", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  SAVEPOINT_ERROR("SavepointError", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  DEPLOYMENT_ERROR("Error", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),

  // Why a pod doesn't start: the kubelet's and the scheduler's own words.
  CRASH_LOOP_BACK_OFF("CrashLoopBackOff", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  IMAGE_PULL_BACK_OFF("ImagePullBackOff", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  ERR_IMAGE_PULL("ErrImagePull", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  RUN_CONTAINER_ERROR("RunContainerError", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  CREATE_CONTAINER_CONFIG_ERROR(
      "CreateContainerConfigError", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  OOM_KILLED("OOMKilled", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  FAILED_MOUNT("FailedMount", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  FAILED_CREATE("FailedCreate", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),
  UNSCHEDULABLE("Unschedulable", Component.JOB_MANAGER_DEPLOYMENT, Type.WARNING),

  JOB_SUBMIT("Submit", Component.JOB, Type.NORMAL),
  JOB_SUSPENDED("Suspended", Component.JOB, Type.NORMAL),
  JOB_SPEC_CHANGED("SpecChanged", Component.JOB, Type.NORMAL),
  JOB_STATUS_CHANGED("JobStatusChanged", Component.JOB, Type.NORMAL),
  SCALING("Scaling", Component.JOB, Type.NORMAL),
  JOB_EXCEPTION("JobException", Component.JOB, Type.WARNING),
  JOB_MISSING("Missing", Component.JOB, Type.WARNING),
  JOB_ERROR("Error", Component.JOB, Type.WARNING),
  RESTART_UNHEALTHY_JOB("RestartUnhealthyJob", Component.JOB, Type.WARNING),
  RECOVER_DEPLOYMENT("RecoverDeployment", Component.JOB, Type.WARNING),

  NO_HIGH_AVAILABILITY("NoHighAvailability", Component.OPERATOR, Type.NORMAL),
  JOB_OPTIONS_IGNORED("JobOptionsIgnored", Component.JOB, Type.WARNING),
  PARALLELISM_OVERRIDES_IGNORED("ParallelismOverridesIgnored", Component.JOB, Type.WARNING),
  TAKEN_OVER("TakenOver", Component.OPERATOR, Type.NORMAL),
  SNAPSHOT_SAVEPOINT_TAKEN("SavepointCompleted", Component.OPERATOR, Type.NORMAL),
  SNAPSHOT_CHECKPOINT_TAKEN("CheckpointCompleted", Component.OPERATOR, Type.NORMAL),
  SNAPSHOT_SAVEPOINT_ERROR("SavepointError", Component.OPERATOR, Type.WARNING),
  SNAPSHOT_CHECKPOINT_ERROR("CheckpointError", Component.OPERATOR, Type.WARNING),
  SNAPSHOT_OBJECT_ERROR("SnapshotNotRecorded", Component.OPERATOR, Type.WARNING),

  // About a FlinkStateSnapshot.
  STATE_SNAPSHOT_COMPLETED("SnapshotCompleted", Component.SNAPSHOT, Type.NORMAL),
  STATE_SNAPSHOT_DISPOSED("Cleanup", Component.SNAPSHOT, Type.NORMAL),
  STATE_SNAPSHOT_SAVEPOINT_ERROR("SavepointError", Component.SNAPSHOT, Type.WARNING),
  STATE_SNAPSHOT_CHECKPOINT_ERROR("CheckpointError", Component.SNAPSHOT, Type.WARNING),
  STATE_SNAPSHOT_ABANDONED("SnapshotAbandoned", Component.SNAPSHOT, Type.WARNING),
  STATE_SNAPSHOT_CLEANUP_FAILED("CleanupFailed", Component.SNAPSHOT, Type.WARNING),

  CLEANUP("Cleanup", Component.OPERATOR, Type.NORMAL),
  DRIFT_CORRECTED("DriftCorrected", Component.OPERATOR, Type.NORMAL),
  CLEANUP_FAILED("CleanupFailed", Component.OPERATOR, Type.WARNING),
  VALIDATION_ERROR("ValidationError", Component.OPERATOR, Type.WARNING),
  UNSUPPORTED_FLINK_VERSION("UnsupportedFlinkVersion", Component.OPERATOR, Type.WARNING),
  INGRESS_MANAGEMENT("IngressManagement", Component.OPERATOR, Type.WARNING),
  RECONCILE_ERROR("ReconcileError", Component.OPERATOR, Type.WARNING);

  private final String reason;
  private final Component component;
  private final Type type;

  EventReason(String reason, Component component, Type type) {
    this.reason = reason;
    this.component = component;
    this.type = type;
  }

  /** The event's reason, in CamelCase. */
  public String reason() {
    return reason;
  }

  /** The part of the system the event is about; source.component of the event. */
  public Component component() {
    return component;
  }

  /** Normal or Warning. */
  public Type type() {
    return type;
  }

  /** The part of the system an event is about. */
  public enum Component {
    JOB_MANAGER_DEPLOYMENT("JobManagerDeployment"),
    JOB("Job"),
    SNAPSHOT("Snapshot"),
    OPERATOR("Operator");

    private final String text;

    Component(String text) {
      this.text = text;
    }

    /** As written into the event. */
    public String text() {
      return text;
    }
  }

  /** Kubernetes' two event types. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** As written into the event. */
    public String text() {
      return text;
    }
  }
}
