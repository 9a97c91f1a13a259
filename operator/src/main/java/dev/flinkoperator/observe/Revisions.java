package dev.flinkoperator.observe;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revision in force of each resource, read once. A ControllerRevision never changes, so its
 * name and owner are enough to know it again.
 */
public final class Revisions {

  private static final Logger LOG = LoggerFactory.getLogger(Revisions.class);

  private final KubernetesClient client;
  private final Map<ResourceID, Known> known = new ConcurrentHashMap<>();

  public Revisions(KubernetesClient client) {
    this.client = client;
  }

  private record Known(String ownerUid, Revision revision) {}

  /**
   * @param cached what the watch cache holds for the resource; it may not show the newest yet
   * @return null if the status names none, or the named one is gone
   */
  @Nullable Revision inForce(FlinkDeployment resource, Collection<ControllerRevision> cached) {
    String name = resource.getStatus() == null ? null : resource.getStatus().getRevision();
    if (name == null) {
      return null;
    }
    ResourceID id = ResourceID.fromResource(resource);
    String uid = resource.getMetadata().getUid();
    Known last = known.get(id);
    if (last != null && last.ownerUid().equals(uid) && last.revision().name().equals(name)) {
      return last.revision();
    }
    ControllerRevision kept =
        cached.stream()
            .filter(revision -> revision.getMetadata().getName().equals(name))
            .findFirst()
            .orElseGet(() -> fetch(resource, name));
    if (kept == null) {
      return null;
    }
    Revision revision;
    try {
      revision = RevisionCodec.read(kept);
    } catch (IllegalArgumentException e) {
      // As good as gone: the planner then ends nothing that it cannot compare.
      LOG.warn("A recorded revision cannot be read", e);
      return null;
    }
    known.put(id, new Known(uid, revision));
    return revision;
  }

  /**
   * The revision whose job has run last. It is older than what the watch cache may lag behind.
   *
   * @return null if the status names none, or the named one is gone
   */
  static @Nullable Revision stable(
      FlinkDeployment resource, @Nullable Revision inForce, Collection<ControllerRevision> cached) {
    String name =
        resource.getStatus() == null ? null : resource.getStatus().getLastStableRevision();
    if (name == null || (inForce != null && inForce.name().equals(name))) {
      return name == null ? null : inForce;
    }
    try {
      return cached.stream()
          .filter(revision -> revision.getMetadata().getName().equals(name))
          .filter(revision -> RevisionCodec.belongsTo(revision, resource))
          .findFirst()
          .map(RevisionCodec::read)
          .orElse(null);
    } catch (IllegalArgumentException e) {
      LOG.warn("A recorded revision cannot be read", e);
      return null;
    }
  }

  /** A revision was just recorded: no need to read it back. */
  public void remember(FlinkDeployment resource, Revision revision) {
    known.put(
        ResourceID.fromResource(resource), new Known(resource.getMetadata().getUid(), revision));
  }

  public void forget(ResourceID id) {
    known.remove(id);
  }

  private @Nullable ControllerRevision fetch(FlinkDeployment resource, String name) {
    return client
        .apps()
        .controllerRevisions()
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(name)
        .get();
  }
}
