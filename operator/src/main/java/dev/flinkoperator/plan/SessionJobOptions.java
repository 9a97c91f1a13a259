package dev.flinkoperator.plan;

import dev.flinkoperator.desired.HistoryCaps;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The options a session job sets itself, by who reads them. */
final class SessionJobOptions {

  private static final String OPERATOR = "kubernetes.operator.";

  /** The operator names that folder in each request. */
  private static final Set<String> IN_REQUESTS =
      Set.of("state.savepoints.dir", "execution.checkpointing.savepoint-dir");

  private SessionJobOptions() {}

  /**
   * Those that have an effect. Before 1.17 {@code /jars/:id/run} takes no options: there a job runs
   * with those of its cluster.
   *
   * @param version of the cluster; null: not known
   */
  static SortedMap<String, String> inForce(
      Map<String, String> own, @Nullable FlinkVersion version) {
    SortedMap<String, String> all = new TreeMap<>(own);
    HistoryCaps.without(all);
    if (version != null && version.compareTo(FlinkVersion.V1_17) < 0) {
      all.keySet().removeIf(key -> !key.startsWith(OPERATOR) && !IN_REQUESTS.contains(key));
    }
    return all;
  }

  /** Those that are sent with the job. */
  static SortedMap<String, String> sent(Map<String, String> own) {
    SortedMap<String, String> all = new TreeMap<>(own);
    all.keySet().removeIf(key -> key.startsWith(OPERATOR));
    return all;
  }

  /** Tells of those that nobody reads; empty: all are read. */
  static List<Notice> ignored(
      Map<String, String> own, @Nullable FlinkVersion version, @Nullable String cluster) {
    Set<String> keys = new TreeSet<>(sent(own).keySet());
    keys.removeAll(inForce(own, version).keySet());
    return keys.isEmpty()
        ? List.of()
        : List.of(
            new Notice(
                EventReason.JOB_OPTIONS_IGNORED,
                "Before 1.17 Flink takes no options with a job. Set in the FlinkDeployment "
                    + cluster
                    + " what is to count of "
                    + String.join(", ", keys)));
  }
}
