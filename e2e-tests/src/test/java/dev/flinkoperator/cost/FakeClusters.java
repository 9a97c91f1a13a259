package dev.flinkoperator.cost;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Stands in for nodes and for Flink: each JobManager Deployment gets the status it would get from a
 * node, in the same two steps, and from then on its cluster runs the job its configuration names.
 */
final class FakeClusters implements AutoCloseable {
  private static final Map<String, String> LABELS = Map.of("type", "flink-native-kubernetes");
  private static final Pattern JOB_ID = Pattern.compile("job-id[\"']?:\\s*[\"']?([0-9a-f]{32})");

  /**
   * How long a pod would take; next to nothing, so that the operator's own time is what is seen.
   */
  private static final Duration START_UP = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Map<String, FakeCluster> clusters = new ConcurrentHashMap<>();
  private final ScheduledExecutorService nodes = Executors.newScheduledThreadPool(4);
  private final SharedIndexInformer<ConfigMap> configurations;
  private final SharedIndexInformer<Deployment> deployments;

  FakeClusters(KubernetesClient client) {
    this.client = client;
    this.configurations = client.configMaps().inAnyNamespace().inform();
    this.deployments =
        client.apps().deployments().inAnyNamespace().withLabels(LABELS).inform(new Follow());
  }

  Optional<FakeCluster> get(String namespace, String name) {
    return Optional.ofNullable(clusters.get(namespace + "/" + name));
  }

  /** What the cluster will answer from now on. */
  void setJobState(String namespace, String name, String state) {
    clusters.computeIfPresent(namespace + "/" + name, (key, cluster) -> cluster.in(state));
  }

  @Override
  public void close() {
    deployments.close();
    configurations.close();
    nodes.shutdownNow();
  }

  private void begin(Deployment deployment) {
    var created = deployment.getMetadata().getCreationTimestamp();
    status(
        deployment,
        """
        {"status": {"observedGeneration": %d, "replicas": 1, "updatedReplicas": 1,
          "unavailableReplicas": 1, "conditions": [%s, %s]}}
        """
            .formatted(
                deployment.getMetadata().getGeneration(),
                // Kubernetes' own controller is there within the second in which it is created.
                condition("Available", "False", "MinimumReplicasUnavailable", created),
                condition("Progressing", "True", "ReplicaSetUpdated", created)));
    nodes.schedule(() -> finish(deployment), START_UP.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void finish(Deployment deployment) {
    var meta = deployment.getMetadata();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    clusters.put(
        key(deployment),
        new FakeCluster(meta.getUid(), jobId(deployment), Instant.now(), "RUNNING"));
    status(
        deployment,
        """
        {"status": {"observedGeneration": %d, "replicas": 1, "updatedReplicas": 1,
          "readyReplicas": 1, "availableReplicas": 1, "unavailableReplicas": null,
          "conditions": [%s, %s]}}
        """
            .formatted(
                meta.getGeneration(),
                condition("Available", "True", "MinimumReplicasAvailable", now),
                condition("Progressing", "True", "NewReplicaSetAvailable", now)));
  }

  private void status(Deployment deployment, String patch) {
    try {
      client
          .apps()
          .deployments()
          .resource(deployment)
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    } catch (RuntimeException e) {
      // Deleted meanwhile, most likely; if not, the phase ends with a message about this resource.
      System.err.println("No status for " + key(deployment) + ": " + e.getMessage());
    }
  }

  private static String condition(String type, String status, String reason, String since) {
    return """
        {"type": "%1$s", "status": "%2$s", "reason": "%3$s", "message": "%3$s",
          "lastUpdateTime": "%4$s", "lastTransitionTime": "%4$s"}"""
        .formatted(type, status, reason, since);
  }

  /** The id the operator chose; a made-up one if it left the choice to Flink. */
  private String jobId(Deployment deployment) {
    var meta = deployment.getMetadata();
    var key = meta.getNamespace() + "/flink-config-" + meta.getName();
    return Optional.ofNullable(configurations.getStore().getByKey(key))
        .flatMap(
            map ->
                map.getData().values().stream()
                    .map(JOB_ID::matcher)
                    .filter(matcher -> matcher.find())
                    .map(matcher -> matcher.group(1))
                    .findFirst())
        .orElseGet(() -> meta.getUid().replace("-", ""));
  }

  private static String key(Deployment deployment) {
    return deployment.getMetadata().getNamespace() + "/" + deployment.getMetadata().getName();
  }

  private final class Follow implements ResourceEventHandler<Deployment> {
    @Override
    public void onAdd(Deployment deployment) {
      nodes.execute(() -> begin(deployment));
    }

    @Override
    public void onUpdate(Deployment old, Deployment now) {
      if (now.getMetadata().getDeletionTimestamp() != null) {
        // Its pods go at once, and with them whoever would answer.
        clusters.remove(key(now));
      } else if (!old.getMetadata().getUid().equals(now.getMetadata().getUid())
          || !old.getMetadata().getGeneration().equals(now.getMetadata().getGeneration())) {
        nodes.execute(() -> begin(now));
      }
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {
      clusters.computeIfPresent(
          key(deployment),
          (key, cluster) ->
              cluster.deployment().equals(deployment.getMetadata().getUid()) ? null : cluster);
    }
  }
}
