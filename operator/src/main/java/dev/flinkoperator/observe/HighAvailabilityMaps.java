package dev.flinkoperator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the ConfigMaps in which JobManagers keep leaders and job pointers. By name: Flink 2.3 does
 * not set the label configmap-type=high-availability any more, and 1.20 does. Flink 1.14 keeps one
 * for each component ({@code orders-dispatcher-leader}), as 1.15 and 1.16 do with
 * high-availability.use-old-ha-services; later releases one for all (FLINK-24038).
 */
public final class HighAvailabilityMaps {

  private static final String SUFFIX = "-config-map";
  private static final String OF_THE_CLUSTER = "-cluster" + SUFFIX;
  private static final String OF_A_JOB_BEFORE = "-jobmanager-leader";
  private static final Pattern OF_A_JOB =
      Pattern.compile("-([0-9a-f]{32})(" + SUFFIX + "|" + OF_A_JOB_BEFORE + ")");
  private static final Set<String> OF_A_COMPONENT =
      Set.of("-dispatcher-leader", "-resourcemanager-leader", "-restserver-leader");

  private HighAvailabilityMaps() {}

  /**
   * @param cluster name of the FlinkDeployment
   */
  public static boolean belongsTo(String cluster, HasMetadata object) {
    String name = object.getMetadata().getName();
    return name.equals(cluster + OF_THE_CLUSTER)
        || OF_A_COMPONENT.stream().anyMatch(suffix -> name.equals(cluster + suffix))
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

  /** The maps in which a job's checkpoints may be kept, that of present releases first. */
  public static List<String> namesFor(String cluster, String jobId) {
    return List.of(cluster + "-" + jobId + SUFFIX, cluster + "-" + jobId + OF_A_JOB_BEFORE);
  }
}
