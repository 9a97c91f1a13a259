package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.KeyToPath;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * Mounts the cluster's ConfigMaps into the JobManager's pod where Flink's start scripts and its
 * resource manager look for them. Each file is named, as Flink does it: what else is in the image's
 * folder stays hidden.
 */
final class ConfigMounts {
  private ConfigMounts() {}

  static Pod addTo(FlinkCluster cluster, Pod pod) {
    PodBuilder mounted =
        new PodBuilder(pod)
            .editSpec()
            .addNewVolume()
            .withName(Constants.FLINK_CONF_VOLUME)
            .withNewConfigMap()
            .withName(FlinkConfigMapRenderer.name(cluster.id()))
            .withItems(files(cluster))
            .endConfigMap()
            .endVolume()
            .endSpec();
    if (!cluster.taskManagerTemplate().isEmpty()) {
      String file = Constants.TASK_MANAGER_POD_TEMPLATE_FILE_NAME;
      mounted
          .editSpec()
          .addNewVolume()
          .withName(Constants.POD_TEMPLATE_VOLUME)
          .withNewConfigMap()
          .withName(PodTemplateConfigMapRenderer.name(cluster.id()))
          .withItems(new KeyToPath(file, null, file))
          .endConfigMap()
          .endVolume()
          .endSpec();
    }
    return mounted.build();
  }

  static Container addTo(FlinkCluster cluster, Container main) {
    ContainerBuilder mounted =
        new ContainerBuilder(main)
            .addNewVolumeMount()
            .withName(Constants.FLINK_CONF_VOLUME)
            .withMountPath(cluster.parameters().getFlinkConfDirInPod())
            .endVolumeMount();
    if (!cluster.taskManagerTemplate().isEmpty()) {
      mounted
          .addNewVolumeMount()
          .withName(Constants.POD_TEMPLATE_VOLUME)
          .withMountPath(Constants.POD_TEMPLATE_DIR_IN_POD)
          .endVolumeMount();
    }
    return mounted.build();
  }

  private static List<KeyToPath> files(FlinkCluster cluster) {
    List<KeyToPath> files = new ArrayList<>();
    cluster.logFiles().keySet().forEach(name -> files.add(new KeyToPath(name, null, name)));
    String config = ConfigFile.name(cluster.version());
    files.add(new KeyToPath(config, null, config));
    return files;
  }
}
