package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.decorators.CmdJobManagerDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.EnvSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.HadoopConfMountDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.InitJobManagerDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.KubernetesStepDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.MountSecretsDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.PersistentVolumeClaimMountDecorator;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * Turns a pod template into the JobManager's pod by Flink's own decorators. {@code
 * KubernetesJobManagerFactory} would run the same ones, but its last two read files of the machine
 * it runs on; {@link ConfigMounts} stands in for these.
 */
final class JobManagerPod {
  private JobManagerPod() {}

  static Map<String, Object> decorate(FlinkCluster cluster, Map<String, Object> template) {
    FlinkPod pod = split(template);
    requireImage(cluster, pod.getMainContainer());
    for (KubernetesStepDecorator decorator : decorators(cluster.parameters())) {
      pod = decorator.decorateFlinkPod(pod);
    }
    Pod whole =
        new PodBuilder(ConfigMounts.addTo(cluster, pod.getPodWithoutMainContainer()))
            .editOrNewSpec()
            .addToContainers(ConfigMounts.addTo(cluster, pod.getMainContainer()))
            .endSpec()
            .build();
    Map<String, Object> tree = ObjectTrees.ofFlinks(whole);
    tree.keySet().retainAll(List.of("metadata", "spec"));
    return tree;
  }

  /** Flink would take the image of the release its jar is from, whatever the spec's version. */
  private static void requireImage(FlinkCluster cluster, Container main) {
    if (main.getImage() == null
        && !cluster
            .parameters()
            .getFlinkConfiguration()
            .contains(KubernetesConfigOptions.CONTAINER_IMAGE)) {
      throw new RenderingException(
          "spec.image is not set; set it to an image with Flink %s.".formatted(cluster.version()));
    }
  }

  private static List<KubernetesStepDecorator> decorators(
      KubernetesJobManagerParameters parameters) {
    List<KubernetesStepDecorator> decorators = new ArrayList<>();
    decorators.add(new InitJobManagerDecorator(parameters));
    decorators.add(new EnvSecretsDecorator(parameters));
    decorators.add(new MountSecretsDecorator(parameters));
    decorators.add(new PersistentVolumeClaimMountDecorator(parameters));
    decorators.add(new CmdJobManagerDecorator(parameters));
    // Without a ConfigMap that exists it would look for Hadoop on this machine.
    if (parameters
            .getFlinkConfiguration()
            .get(KubernetesConfigOptions.KUBERNETES_HADOOP_CONF_MOUNT_DECORATOR_ENABLED)
        && parameters.getExistingHadoopConfigurationConfigMap().isPresent()) {
      decorators.add(new HadoopConfMountDecorator(parameters));
    }
    return decorators;
  }

  /** Flink decorates its own container apart from the rest of the pod. */
  private static FlinkPod split(Map<String, Object> template) {
    Map<String, Object> tree = new LinkedHashMap<>(template);
    Pod pod =
        new PodBuilder(ObjectTrees.toFlinks(tree, Pod.class))
            .editOrNewMetadata()
            .endMetadata()
            .editOrNewSpec()
            .endSpec()
            .build();
    Container main = new ContainerBuilder().build();
    List<Container> others = new ArrayList<>(pod.getSpec().getContainers());
    Iterator<Container> containers = others.iterator();
    while (containers.hasNext()) {
      Container container = containers.next();
      if (Constants.MAIN_CONTAINER_NAME.equals(container.getName())) {
        main = container;
        containers.remove();
      }
    }
    pod.getSpec().setContainers(others);
    return new FlinkPod(pod, main);
  }
}
