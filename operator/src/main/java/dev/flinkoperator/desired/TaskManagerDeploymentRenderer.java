package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Deployment of the TaskManagers in standalone mode. */
public final class TaskManagerDeploymentRenderer {
  private TaskManagerDeploymentRenderer() {}

  /** Name of the Deployment of the TaskManagers of a resource. */
  public static String name(String resource) {
    return resource + "-taskmanager";
  }

  /** Null in native mode, where Flink's JobManager starts TaskManagers. */
  static @Nullable Deployment render(FlinkCluster cluster) {
    if (!cluster.standalone()) {
      return null;
    }
    Map<String, String> labels =
        StandaloneParameters.typed(TaskManagerPod.parameters(cluster).getSelectors());
    Deployment deployment =
        new DeploymentBuilder()
            .withMetadata(cluster.metadata(name(cluster.id())))
            .editMetadata()
            .addToLabels(labels)
            .addToAnnotations(Revision.ANNOTATION, cluster.launch().revision())
            .endMetadata()
            .withNewSpec()
            .withReplicas(TaskManagerCount.of(cluster.resource().getSpec(), cluster.options()))
            .withNewSelector()
            .addToMatchLabels(labels)
            .endSelector()
            .endSpec()
            .build();
    deployment
        .getSpec()
        .setTemplate(ObjectTrees.toOurs(podTemplate(cluster), PodTemplateSpec.class));
    return deployment;
  }

  private static Map<String, Object> podTemplate(FlinkCluster cluster) {
    ComponentSpec taskManager = ComponentSpec.taskManager(cluster.resource().getSpec());
    Map<String, Object> template =
        PodTemplateLayers.of(cluster.resource().getSpec(), taskManager, cluster.conf());
    ServiceAccountToken.withhold(cluster, template);
    Map<String, Object> pod = TaskManagerPod.decorate(cluster, template);
    PodTemplateLayers.section(PodTemplateLayers.section(pod, "metadata"), "annotations")
        .put(Revision.ANNOTATION, cluster.launch().revision());
    return ServerForm.of(taskManager.field() + ".podTemplate", pod);
  }
}
