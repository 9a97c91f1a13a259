package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.HighAvailabilityView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ConfigMaps of jobs that run with high availability. Flink writes a key for each
 * completed checkpoint it keeps, {@code checkpointID-} and 19 digits, in 1.20 as in 2.3 ({@code
 * KubernetesCheckpointStoreUtil}), and takes them all away when the job ends.
 */
public final class HighAvailabilityViews {

  private static final String CHECKPOINT = "checkpointID-";

  private HighAvailabilityViews() {}

  /**
   * @param maps any ConfigMaps; those of other kinds are passed over
   */
  static HighAvailabilityView of(String cluster, Collection<ConfigMap> maps) {
    Set<String> jobs = new HashSet<>();
    Set<String> withCheckpoint = new HashSet<>();
    for (ConfigMap map : maps) {
      String job = HighAvailabilityMaps.jobOf(cluster, map);
      if (job != null) {
        jobs.add(job);
        if (namesCheckpoint(map)) {
          withCheckpoint.add(job);
        }
      }
    }
    return new HighAvailabilityView(jobs, withCheckpoint);
  }

  /**
   * @param map null: there is none
   */
  public static boolean namesCheckpoint(@Nullable ConfigMap map) {
    return map != null
        && map.getData() != null
        && map.getData().keySet().stream().anyMatch(key -> key.startsWith(CHECKPOINT));
  }
}
