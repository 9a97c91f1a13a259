package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.kubernetes.utils.Constants;
import org.jspecify.annotations.Nullable;

/**
 * The ConfigMap with the template of TaskManager pods, which Flink's JobManager reads when it
 * starts one.
 */
final class PodTemplateConfigMapRenderer {
  private PodTemplateConfigMapRenderer() {}

  static String name(String id) {
    return Constants.POD_TEMPLATE_CONFIG_MAP_PREFIX + id;
  }

  /** Null if the spec asks for nothing that needs a template. */
  static @Nullable ConfigMap render(FlinkCluster cluster) {
    Map<String, Object> template = cluster.taskManagerTemplate();
    if (template.isEmpty()) {
      return null;
    }
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    pod.putAll(ServerForm.of("spec.taskManager.podTemplate", template));
    // Flink expects a pod with a specification, however empty.
    PodTemplateLayers.section(pod, "spec");
    return new ConfigMapBuilder()
        .withMetadata(cluster.metadata(name(cluster.id())))
        .addToData(Constants.TASK_MANAGER_POD_TEMPLATE_FILE_NAME, ObjectTrees.toYaml(pod))
        .build();
  }
}
