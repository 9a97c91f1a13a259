package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.decorators.EnvSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.HadoopConfMountDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.InitTaskManagerDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.KubernetesStepDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.MountSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.PersistentVolumeClaimMountDecorator;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesTaskManagerParameters;
import org.apache.flink.kubernetes.utils.Constants;
import org.apache.flink.runtime.clusterframework.ContaineredTaskManagerParameters;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;

/**
 * A TaskManager's pod for a Deployment, made by the decorators with which Flink's JobManager makes
 * one in native mode. Its memory comes from the configuration file, as the image's script reads it.
 */
final class TaskManagerPod {
  private TaskManagerPod() {}

  static Map<String, Object> decorate(FlinkCluster cluster, Map<String, Object> template) {
    Map<String, Object> pod =
        PodDecoration.decorate(cluster, template, decorators(cluster, parameters(cluster)));
    Map<String, Object> metadata = PodTemplateLayers.section(pod, "metadata");
    metadata.remove("name");
    PodTemplateLayers.section(metadata, "labels")
        .put(Constants.LABEL_TYPE_KEY, StandaloneParameters.TYPE);
    // Flink's own are never started again; these are, in the place of lost ones.
    PodTemplateLayers.section(pod, "spec").remove("restartPolicy");
    return pod;
  }

  static KubernetesTaskManagerParameters parameters(FlinkCluster cluster) {
    Configuration flink = cluster.parameters().getFlinkConfiguration();
    double cpu = flink.get(KubernetesConfigOptions.TASK_MANAGER_CPU);
    return new KubernetesTaskManagerParameters(
        flink,
        cluster.id(),
        "",
        "",
        ContaineredTaskManagerParameters.create(
            flink,
            TaskExecutorProcessUtils.newProcessSpecBuilder(flink)
                .withCpuCores(TaskExecutorProcessUtils.getCpuCoresWithFallback(flink, cpu))
                .build()),
        new HashMap<>(),
        Set.of());
  }

  private static List<KubernetesStepDecorator> decorators(
      FlinkCluster cluster, KubernetesTaskManagerParameters parameters) {
    List<KubernetesStepDecorator> decorators = new ArrayList<>();
    decorators.add(new InitTaskManagerDecorator(parameters));
    decorators.add(new EnvSecretsDecorator(parameters));
    decorators.add(new MountSecretsDecorator(parameters));
    decorators.add(new PersistentVolumeClaimMountDecorator(parameters));
    decorators.add(
        new StandaloneCommand(parameters.getContainerEntrypoint(), List.of("taskmanager")));
    if (cluster
            .parameters()
            .getFlinkConfiguration()
            .get(KubernetesConfigOptions.KUBERNETES_HADOOP_CONF_MOUNT_DECORATOR_ENABLED)
        && parameters.getExistingHadoopConfigurationConfigMap().isPresent()) {
      decorators.add(new HadoopConfMountDecorator(parameters));
    }
    return decorators;
  }
}
