package dev.flinkoperator.act;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.TaskManagerDeploymentRenderer;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.Labels;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * In standalone mode TaskManagers end with the JobManager Deployment they belong to. If somebody
 * has removed that one and let them stay, they would be started again for ever, and no new cluster
 * could follow. So it is with those of a cluster that was taken over from the Apache operator.
 */
final class OrphanedTaskManagers {

  private final KubernetesClient client;

  OrphanedTaskManagers(KubernetesClient client) {
    this.client = client;
  }

  /** Only where no JobManager Deployment of the resource is left. */
  void end(FlinkDeployment resource) {
    String name = resource.getMetadata().getName();
    var target =
        client
            .apps()
            .deployments()
            .inNamespace(resource.getMetadata().getNamespace())
            .withName(TaskManagerDeploymentRenderer.name(name));
    Deployment live = target.get();
    if (live == null
        || live.isMarkedForDeletion()
        || !name.equals(live.getMetadata().getLabels().get(Labels.APP))
        || !(madeByUs(live) || belongsTo(resource, live))) {
      return;
    }
    target.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
  }

  private static boolean madeByUs(Deployment live) {
    return live.getMetadata().getAnnotations().containsKey(Revision.ANNOTATION);
  }

  /** As the Apache operator has it: those of a cluster that was taken over from it. */
  private static boolean belongsTo(FlinkDeployment resource, Deployment live) {
    return live.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(resource.getMetadata().getUid()));
  }
}
