package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * The ConfigMap with Flink's configuration file and its logging configuration, mounted by every pod
 * of the cluster.
 */
final class FlinkConfigMapRenderer {
  /** Options that mean a machine outside of the cluster; what Flink's own client leaves out too. */
  private static final Set<String> NOT_FOR_THE_CLUSTER =
      Set.of(
          "kubernetes.config.file",
          "$internal.deployment.config-dir",
          "rest.bind-address",
          "jobmanager.bind-host",
          "taskmanager.bind-host",
          "taskmanager.host");

  private FlinkConfigMapRenderer() {}

  static String name(String id) {
    return Constants.CONFIG_MAP_PREFIX + id;
  }

  static ConfigMap render(FlinkCluster cluster) {
    SortedMap<String, String> options = new TreeMap<>(cluster.options());
    options.keySet().removeAll(NOT_FOR_THE_CLUSTER);
    OldOptionNames.apply(options, cluster.version());
    return new ConfigMapBuilder()
        .withMetadata(cluster.metadata(name(cluster.id())))
        .addToData(ConfigFile.name(cluster.version()), ConfigFile.text(options, cluster.version()))
        .addToData(cluster.logFiles())
        .build();
  }
}
