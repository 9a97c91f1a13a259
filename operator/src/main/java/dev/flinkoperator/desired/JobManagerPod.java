package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.decorators.CmdJobManagerDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.EnvSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.HadoopConfMountDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.InitJobManagerDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.KubernetesStepDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.MountSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.PersistentVolumeClaimMountDecorator;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;

/**
 * Turns a pod template into the JobManager's pod by Flink's own decorators. {@code
 * KubernetesJobManagerFactory} would run the same ones, but its last two read files of the machine
 * it runs on; {@link ConfigMounts} stands in for these.
 */
final class JobManagerPod {
  private JobManagerPod() {}

  static Map<String, Object> decorate(FlinkCluster cluster, Map<String, Object> template) {
    return PodDecoration.decorate(cluster, template, decorators(cluster));
  }

  private static List<KubernetesStepDecorator> decorators(FlinkCluster cluster) {
    KubernetesJobManagerParameters parameters = cluster.parameters();
    List<KubernetesStepDecorator> decorators = new ArrayList<>();
    decorators.add(new InitJobManagerDecorator(parameters));
    decorators.add(new EnvSecretsDecorator(parameters));
    decorators.add(new MountSecretsDecorator(parameters));
    decorators.add(new PersistentVolumeClaimMountDecorator(parameters));
    decorators.add(
        cluster.standalone()
            ? StandaloneCommand.jobManager(cluster)
            : new CmdJobManagerDecorator(parameters));
    // Without a ConfigMap that exists it would look for Hadoop on this machine.
    if (parameters
            .getFlinkConfiguration()
            .get(KubernetesConfigOptions.KUBERNETES_HADOOP_CONF_MOUNT_DECORATOR_ENABLED)
        && parameters.getExistingHadoopConfigurationConfigMap().isPresent()) {
      decorators.add(new HadoopConfMountDecorator(parameters));
    }
    return decorators;
  }
}
