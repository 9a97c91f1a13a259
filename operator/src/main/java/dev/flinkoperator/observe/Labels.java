package dev.flinkoperator.observe;

/** Labels by which a Flink cluster's objects are found; Flink's own decorators set them. */
public final class Labels {

  /** Name of the FlinkDeployment. */
  public static final String APP = "app";

  public static final String COMPONENT = "component";
  public static final String JOB_MANAGER = "jobmanager";
  public static final String TASK_MANAGER = "taskmanager";

  public static final String TYPE = "type";

  /** Of all that the operator makes in standalone mode. */
  public static final String STANDALONE = "flink-standalone-kubernetes";

  /** What is not made by the operator in standalone mode, whether labelled or not. */
  public static final String NOT_STANDALONE = TYPE + "!=" + STANDALONE;

  /** All that Flink's native Kubernetes integration makes, and our children in either mode. */
  public static final String CHILDREN =
      "type in (flink-native-kubernetes,flink-standalone-kubernetes)";

  public static final String PODS = CHILDREN;

  private Labels() {}
}
