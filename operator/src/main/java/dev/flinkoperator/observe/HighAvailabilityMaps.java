package dev.flinkoperator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * Tells the ConfigMaps in which JobManagers keep leaders and job pointers. By name: Flink 2.3 does
 * not set the label configmap-type=high-availability any more, and 1.20 does.
 */
public final class HighAvailabilityMaps {

  private static final String SUFFIX = "-config-map";
  private static final String OF_THE_CLUSTER = "-cluster" + SUFFIX;
  private static final String OF_A_JOB = "-[0-9a-f]{32}" + SUFFIX;

  private HighAvailabilityMaps() {}

  /**
   * @param cluster name of the FlinkDeployment
   */
  public static boolean belongsTo(String cluster, HasMetadata object) {
    String name = object.getMetadata().getName();
    return name.startsWith(cluster)
        && (name.substring(cluster.length()).equals(OF_THE_CLUSTER)
            || name.substring(cluster.length()).matches(OF_A_JOB));
  }
}
