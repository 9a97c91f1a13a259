package dev.flinkoperator.cost;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is left in the jobs' namespace when all resources are gone. */
final class Leftovers {
  private Leftovers() {}

  /** For example {@code 3 ConfigMap}; empty if nothing is left but what every namespace has. */
  static List<String> of(KubernetesClient client) {
    var kinds = new TreeMap<String, Integer>();
    Stream.<List<? extends HasMetadata>>of(
            client.apps().deployments().inNamespace(Fleet.NAMESPACE).list().getItems(),
            client.apps().controllerRevisions().inNamespace(Fleet.NAMESPACE).list().getItems(),
            client.services().inNamespace(Fleet.NAMESPACE).list().getItems(),
            client.configMaps().inNamespace(Fleet.NAMESPACE).list().getItems(),
            client.network().v1().ingresses().inNamespace(Fleet.NAMESPACE).list().getItems(),
            client.pods().inNamespace(Fleet.NAMESPACE).list().getItems())
        .flatMap(List::stream)
        .filter(child -> !child.getMetadata().getName().equals("kube-root-ca.crt"))
        .forEach(child -> kinds.merge(child.getKind(), 1, Integer::sum));
    return kinds.entrySet().stream().map(kind -> kind.getValue() + " " + kind.getKey()).toList();
  }
}
