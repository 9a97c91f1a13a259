package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Kubernetes holds for one FlinkDeployment, found by the names and labels Flink uses. */
public record Children(String namespace, String name) {

  public List<Pod> jobManagers() {
    return pods("jobmanager");
  }

  public List<Pod> taskManagers() {
    return pods("taskmanager");
  }

  /** The one JobManager pod there must be. */
  public Pod jobManager() {
    return only(jobManagers());
  }

  public Pod taskManager() {
    return only(taskManagers());
  }

  /** Whether this pod is being ended, or is gone. */
  public boolean isEnding(String jobManagerUid) {
    return jobManagers().stream()
        .noneMatch(
            pod ->
                pod.getMetadata().getUid().equals(jobManagerUid)
                    && pod.getMetadata().getDeletionTimestamp() == null);
  }

  /** Shell commands inside a pod's first container. */
  public Keeper shell(Pod pod) {
    return new Keeper(namespace, pod.getMetadata().getName());
  }

  public RollableScalableResource<Deployment> deployment() {
    return Cluster.client().apps().deployments().inNamespace(namespace).withName(name);
  }

  public ServiceResource<Service> restService() {
    return Cluster.client().services().inNamespace(namespace).withName(name + "-rest");
  }

  public ServiceResource<Service> internalService() {
    return Cluster.client().services().inNamespace(namespace).withName(name);
  }

  public Resource<ConfigMap> flinkConfig() {
    return configMap("flink-config-" + name);
  }

  public Resource<ConfigMap> podTemplate() {
    return configMap("pod-template-" + name);
  }

  public Resource<Ingress> ingress() {
    return Cluster.client().network().v1().ingresses().inNamespace(namespace).withName(name);
  }

  /** ConfigMaps in which Flink's JobManagers keep leaders, job and checkpoint pointers. */
  public List<ConfigMap> highAvailability() {
    return Cluster.client()
        .configMaps()
        .inNamespace(namespace)
        .withLabel("app", name)
        .list()
        .getItems()
        .stream()
        .filter(map -> map.getMetadata().getName().endsWith("-config-map"))
        .toList();
  }

  /** Everything that is left of the resource; itself not counted. */
  public List<String> everything() {
    var client = Cluster.client();
    List<HasMetadata> found = new ArrayList<>();
    found.addAll(pods());
    found.addAll(client.services().inNamespace(namespace).withLabel("app", name).list().getItems());
    found.addAll(
        client.configMaps().inNamespace(namespace).withLabel("app", name).list().getItems());
    found.addAll(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withLabel("app", name)
            .list()
            .getItems());
    found.addAll(
        client
            .apps()
            .replicaSets()
            .inNamespace(namespace)
            .withLabel("app", name)
            .list()
            .getItems());
    found.addAll(
        client.network().v1().ingresses().inNamespace(namespace).list().getItems().stream()
            .filter(ingress -> ingress.getMetadata().getName().equals(name))
            .toList());
    found.addAll(
        client.apps().controllerRevisions().inNamespace(namespace).list().getItems().stream()
            .filter(revision -> revision.getMetadata().getName().startsWith(name))
            .toList());
    return found.stream().map(each -> each.getKind() + " " + each.getMetadata().getName()).toList();
  }

  private Resource<ConfigMap> configMap(String configMapName) {
    return Cluster.client().configMaps().inNamespace(namespace).withName(configMapName);
  }

  /** Of all components. */
  public List<Pod> pods() {
    return Cluster.client().pods().inNamespace(namespace).withLabel("app", name).list().getItems();
  }

  private List<Pod> pods(String component) {
    return Cluster.client()
        .pods()
        .inNamespace(namespace)
        .withLabels(Map.of("app", name, "component", component))
        .list()
        .getItems();
  }

  private static Pod only(List<Pod> pods) {
    List<String> names = pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    if (names.size() != 1) {
      throw new AssertionError("there should be exactly one pod, but there are " + names);
    }
    return pods.get(0);
  }
}
