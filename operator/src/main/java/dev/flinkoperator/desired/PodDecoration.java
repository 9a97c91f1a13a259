package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.decorators.KubernetesStepDecorator;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Container;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.Pod;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.PodBuilder;
import org.apache.flink.kubernetes.utils.Constants;

/** Turns a pod template into a pod by Flink's own decorators, and mounts the configuration. */
final class PodDecoration {
  private PodDecoration() {}

  static Map<String, Object> decorate(
      FlinkCluster cluster,
      Map<String, Object> template,
      List<? extends KubernetesStepDecorator> decorators) {
    FlinkPod pod = split(template);
    requireImage(cluster, pod.getMainContainer());
    for (KubernetesStepDecorator decorator : decorators) {
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
