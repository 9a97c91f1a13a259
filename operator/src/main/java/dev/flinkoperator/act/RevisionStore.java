package dev.flinkoperator.act;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.Revisions;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/** Keeps revisions as ControllerRevisions. */
public final class RevisionStore {

  private final KubernetesClient client;
  private final Revisions known;

  public RevisionStore(KubernetesClient client, Revisions known) {
    this.client = client;
    this.known = known;
  }

  /**
   * Keeps a revision. One of the same name may be there already: from a pass that was cut off (then
   * it is replaced, as nothing refers to it yet), or from a deleted resource of the same name.
   */
  Outcome record(FlinkDeployment resource, Revision revision) {
    ControllerRevision kept = RevisionCodec.write(resource, revision);
    try {
      client.resource(kept).create();
      known.remember(resource, revision);
      return new Outcome.Done();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
    ControllerRevision there = client.resource(kept).get();
    if (there != null && RevisionCodec.belongsTo(there, resource)) {
      if (RevisionCodec.sameContent(there, kept)) {
        return new Outcome.Done();
      }
      client.resource(there).delete();
    }
    return new Outcome.Waiting(
        "ControllerRevision " + revision.name() + " of a former pass is being removed");
  }

  void forget(FlinkDeployment resource, List<String> names) {
    for (String name : names) {
      client
          .apps()
          .controllerRevisions()
          .inNamespace(resource.getMetadata().getNamespace())
          .withName(name)
          .delete();
    }
  }
}
