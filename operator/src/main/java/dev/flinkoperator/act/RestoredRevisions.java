package dev.flinkoperator.act;

import dev.flinkoperator.desired.ClaimMode;
import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.desired.SnapshotPath;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which FlinkDeployments begin from a savepoint as they were deployed, whatever their spec says by
 * now. Without high availability Flink does so whenever the pod of the JobManager is made anew.
 */
final class RestoredRevisions {

  private final KubernetesClient client;

  RestoredRevisions(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param deployments all of the namespace
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  Stream<FlinkDeployment> users(List<FlinkDeployment> deployments, String namespace, String path) {
    List<ControllerRevision> restored =
        client
            .apps()
            .controllerRevisions()
            .inNamespace(namespace)
            .withLabel(RevisionCodec.RESTORED_LABEL, SnapshotPath.digest(path))
            .list()
            .getItems();
    return deployments.stream()
        .filter(each -> restored.stream().anyMatch(revision -> needs(each, revision)));
  }

  private static boolean needs(FlinkDeployment deployment, ControllerRevision revision) {
    if (!RevisionCodec.belongsTo(revision, deployment)) {
      return false;
    }
    FlinkDeploymentStatus status = deployment.getStatus();
    String name = revision.getMetadata().getName();
    return status == null
        || name.equals(status.getRevision())
        || name.equals(status.getLastStableRevision())
        || shares(revision);
  }

  /** Its checkpoints may be made of the savepoint's files; Flink does not tell until when. */
  private static boolean shares(ControllerRevision revision) {
    try {
      return ClaimMode.shares(RevisionCodec.read(revision).configuration());
    } catch (IllegalArgumentException e) {
      return true; // of another form: nobody knows
    }
  }
}
