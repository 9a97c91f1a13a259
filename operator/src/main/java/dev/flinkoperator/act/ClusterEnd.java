package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.HighAvailabilityMaps;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.Labels;
import dev.flinkoperator.observe.PodViews;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a cluster, and makes sure that it has ended. */
final class ClusterEnd {

  /** Another than that of the children: an apply of ours leaves out nothing else by that. */
  private static final String FIELD_MANAGER = "flink-operator-end";

  private final KubernetesClient client;
  private final DeploymentDeletion deletion;
  private final OrphanedTaskManagers orphans;

  ClusterEnd(KubernetesClient client) {
    this.client = client;
    this.deletion = new DeploymentDeletion(client);
    this.orphans = new OrphanedTaskManagers(client);
  }

  /**
   * Only the one with this uid; what its field manager does not apply stays as it is.
   *
   * @throws KubernetesClientException if the API server refuses
   */
  void scaleDown(FlinkDeployment resource, Step.ScaleDownJobManager step) {
    Deployment end =
        new DeploymentBuilder()
            .withNewMetadata()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withUid(step.uid())
            .addToAnnotations(JobManagerViews.SCALED_DOWN, step.now().toString())
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .endSpec()
            .build();
    try {
      client
          .resource(end)
          .patch(
              new PatchContext.Builder()
                  .withPatchType(PatchType.SERVER_SIDE_APPLY)
                  .withFieldManager(FIELD_MANAGER)
                  .withForce(true)
                  .build());
    } catch (KubernetesClientException e) {
      boolean gone =
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
      if (!gone) {
        throw e;
      }
    }
  }

  /** Does nothing if it is another one by now. */
  void deleteJobManager(FlinkDeployment resource, String uid) {
    deletion.delete(resource.getMetadata(), uid, null);
  }

  /** Reads from the API server: the watch of pods may lag behind that of Deployments. */
  Outcome confirmGone(FlinkDeployment resource, boolean foreignIsGone) {
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getMetadata().getName();
    Deployment deployment = live(resource);
    if (deployment != null) {
      if (ours(deployment, resource) || deployment.isMarkedForDeletion()) {
        if (foreignIsGone && !deployment.isMarkedForDeletion()) {
          // Unseen by the watch, its labels taken off: where all is to be gone, it is ended too.
          deleteJobManager(resource, deployment.getMetadata().getUid());
        }
        return new Outcome.Waiting("Deployment " + name + " still exists");
      }
      if (!foreignIsGone) {
        throw new NameTakenException("Deployment", name);
      }
    }
    List<Pod> pods =
        client
            .pods()
            .inNamespace(namespace)
            .withLabelSelector(Labels.APP + "=" + name + "," + Labels.PODS)
            .list()
            .getItems();
    return pods.stream()
        .map(PodViews::of)
        .filter(pod -> !pod.ended())
        .findFirst()
        .<Outcome>map(pod -> new Outcome.Waiting("pod " + pod.name() + " still exists"))
        .orElseGet(Outcome.Done::new);
  }

  /** For a Deployment that the watch does not show, though its pods are there. */
  void endHidden(FlinkDeployment resource) {
    Deployment deployment = live(resource);
    if (deployment == null) {
      orphans.end(resource);
    } else if (!deployment.isMarkedForDeletion() && ours(deployment, resource)) {
      deleteJobManager(resource, deployment.getMetadata().getUid());
    }
  }

  private @Nullable Deployment live(FlinkDeployment resource) {
    return client
        .apps()
        .deployments()
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName())
        .get();
  }

  private static boolean ours(Deployment deployment, FlinkDeployment resource) {
    return JobManagerViews.of(deployment).ownerUids().contains(resource.getMetadata().getUid());
  }

  /**
   * @param keptJobId the job whose ConfigMap stays; null: none
   */
  void deleteHighAvailabilityMetadata(FlinkDeployment resource, @Nullable String keptJobId) {
    String name = resource.getMetadata().getName();
    List<String> kept =
        keptJobId == null ? List.of() : HighAvailabilityMaps.namesFor(name, keptJobId);
    List<ConfigMap> metadata =
        client
            .configMaps()
            .inNamespace(resource.getMetadata().getNamespace())
            .withLabels(Map.of(Labels.APP, name, "type", "flink-native-kubernetes"))
            .list()
            .getItems();
    for (ConfigMap part : metadata) {
      if (HighAvailabilityMaps.belongsTo(name, part)
          && !kept.contains(part.getMetadata().getName())) {
        client.resource(part).delete();
      }
    }
  }
}
