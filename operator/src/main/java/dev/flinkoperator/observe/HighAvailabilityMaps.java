package dev.flinkoperator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the ConfigMaps in which JobManagers keep leaders and job pointers. By name: Flink 2.3 does
 * not set the label configmap-type=high-availability any more, and 1.20 does.
 */
public final class HighAvailabilityMaps {

  private static final String SUFFIX = "-config-map";
  private static final String OF_THE_CLUSTER = "-cluster" + SUFFIX;
  private static final Pattern OF_A_JOB = Pattern.compile("-([0-9a-f]{32})" + SUFFIX);

  private HighAvailabilityMaps() {}

  /**
   * @param cluster name of the FlinkDeployment
   */
  public static boolean belongsTo(String cluster, HasMetadata object) {
    return object.getMetadata().getName().equals(cluster + OF_THE_CLUSTER)
        || jobOf(cluster, object) != null;
  }

  /** The job whose map it is; null: it is no job's of this cluster. */
  public static @Nullable String jobOf(String cluster, HasMetadata object) {
    String name = object.getMetadata().getName();
    if (!name.startsWith(cluster)) {
      return null;
    }
    Matcher rest = OF_A_JOB.matcher(name.substring(cluster.length()));
    return rest.matches() ? rest.group(1) : null;
  }

  /** The map in which a job's checkpoints are kept. */
  public static String nameFor(String cluster, String jobId) {
    return cluster + "-" + jobId + SUFFIX;
  }
}
