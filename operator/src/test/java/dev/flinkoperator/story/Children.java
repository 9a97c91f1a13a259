package dev.flinkoperator.story;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the operator has made of a resource. */
final class Children {

  private final Subject subject;

  Children(Subject subject) {
    this.subject = subject;
  }

  Resource<ConfigMap> flinkConfig() {
    return configMap("flink-config-" + subject.name);
  }

  Resource<ConfigMap> configMap(String name) {
    return client().configMaps().inNamespace(subject.namespace).withName(name);
  }

  Resource<Service> restService() {
    return client().services().inNamespace(subject.namespace).withName(subject.name + "-rest");
  }

  Resource<Service> internalService() {
    return client().services().inNamespace(subject.namespace).withName(subject.name);
  }

  Resource<Ingress> ingress() {
    return client()
        .network()
        .v1()
        .ingresses()
        .inNamespace(subject.namespace)
        .withName(subject.name);
  }

  /** Flink's configuration file, as text. */
  String configuration() {
    return String.join("\n", flinkConfig().get().getData().values());
  }

  /** All that carries the label by which Flink finds what is its own. */
  List<HasMetadata> all() {
    Map<String, String> label = Map.of("app", subject.name);
    String namespace = subject.namespace;
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client().configMaps().inNamespace(namespace).withLabels(label).list().getItems());
    all.addAll(client().services().inNamespace(namespace).withLabels(label).list().getItems());
    all.addAll(
        client().apps().deployments().inNamespace(namespace).withLabels(label).list().getItems());
    all.addAll(
        client()
            .network()
            .v1()
            .ingresses()
            .inNamespace(namespace)
            .withLabels(label)
            .list()
            .getItems());
    return all;
  }

  /** Resource versions of all children, revisions and the resource itself, by kind and name. */
  Map<String, String> versions() {
    List<HasMetadata> all = new ArrayList<>(all());
    all.addAll(subject.revisions());
    all.add(subject.get());
    Map<String, String> versions = new TreeMap<>();
    for (HasMetadata one : all) {
      versions.put(
          one.getKind() + " " + one.getMetadata().getName(),
          one.getMetadata().getResourceVersion());
    }
    return versions;
  }

  private KubernetesClient client() {
    return subject.client();
  }
}
