package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.apache.flink.kubernetes.utils.KubernetesUtils;

/** The Deployment of the JobManager. */
final class JobManagerDeploymentRenderer {
  static final String REVISION = "flinkoperator.dev/revision";
  static final String GENERATION = "flinkdeployment.flink.apache.org/generation";

  private JobManagerDeploymentRenderer() {}

  static Deployment render(FlinkCluster cluster) {
    Deployment deployment =
        new DeploymentBuilder()
            .withNewMetadata()
            .withName(KubernetesUtils.getDeploymentName(cluster.id()))
            .withNamespace(cluster.resource().getMetadata().getNamespace())
            .addToLabels(cluster.parameters().getLabels())
            .addToAnnotations(cluster.parameters().getAnnotations())
            .addToAnnotations(REVISION, cluster.launch().revision())
            .addToAnnotations(GENERATION, Long.toString(cluster.launch().generation()))
            .endMetadata()
            .withNewSpec()
            .withReplicas(cluster.parameters().getReplicas())
            // Two JobManagers of one job must never overlap, and a rolling update would make them.
            .withNewStrategy()
            .withType("Recreate")
            .endStrategy()
            .withNewSelector()
            .addToMatchLabels(cluster.parameters().getSelectors())
            .endSelector()
            .endSpec()
            .build();
    // Not by the builder, which would copy the large template twice.
    deployment
        .getSpec()
        .setTemplate(ObjectTrees.toOurs(podTemplate(cluster), PodTemplateSpec.class));
    return deployment;
  }

  private static Map<String, Object> podTemplate(FlinkCluster cluster) {
    ComponentSpec jobManager = ComponentSpec.jobManager(cluster.resource().getSpec());
    Map<String, Object> template =
        PodTemplateLayers.of(cluster.resource().getSpec(), jobManager, cluster.conf());
    StartupProbe.addTo(template, cluster.conf());
    ServiceAccountToken.withhold(cluster, template);
    Map<String, Object> pod = JobManagerPod.decorate(cluster, template);
    PodTemplateLayers.section(PodTemplateLayers.section(pod, "metadata"), "annotations")
        .put(REVISION, cluster.launch().revision());
    return ServerForm.of(jobManager.field() + ".podTemplate", pod);
  }
}
