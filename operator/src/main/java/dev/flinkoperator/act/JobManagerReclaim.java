package dev.flinkoperator.act;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/**
 * The watch selects Deployments by label. One whose label was taken away looks deleted while its
 * pods run on; it gets the recorded metadata and spec back, if it really is ours.
 */
final class JobManagerReclaim {

  private final KubernetesClient client;
  private final String fieldManager;
  private final OrphanedTaskManagers orphans;

  JobManagerReclaim(KubernetesClient client, String fieldManager) {
    this.client = client;
    this.fieldManager = fieldManager;
    this.orphans = new OrphanedTaskManagers(client);
  }

  void run(FlinkDeployment resource, Revision revision) {
    Deployment live = client.resource(revision.objects().jobManager()).get();
    if (live == null) {
      if (revision.standalone()) {
        orphans.end(resource);
      }
      return;
    }
    JobManagerView seen = JobManagerViews.of(live);
    if (seen.deleting()
        || !seen.ownerUids().contains(resource.getMetadata().getUid())
        || !revision.launchedAs().equals(seen.revision())) {
      return;
    }
    Deployment recorded =
        new DeploymentBuilder(revision.objects().jobManager())
            .editMetadata()
            .withUid(seen.uid())
            .withResourceVersion(live.getMetadata().getResourceVersion())
            .withOwnerReferences(live.getMetadata().getOwnerReferences())
            .endMetadata()
            .build();
    client
        .resource(recorded)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(true)
                .build());
  }
}
