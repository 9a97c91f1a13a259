package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.sim.SimApi.KeptRevision;
import org.jspecify.annotations.Nullable;

/** The revision in force as an operator remembers it: read once, lost with the operator. */
final class RevisionMemory {

  private final SimApi api;
  private final Calls calls;
  private @Nullable KeptRevision known;

  RevisionMemory(SimApi api, Calls calls) {
    this.api = api;
    this.calls = calls;
  }

  @Nullable Revision inForce(FlinkDeployment resource, WatchCache<KeptRevision> cache) {
    String name = resource.getStatus() == null ? null : resource.getStatus().getRevision();
    if (name == null) {
      return null;
    }
    String uid = resource.getMetadata().getUid();
    KeptRevision last = known;
    if (last == null || !last.ownerUid().equals(uid) || !last.revision().name().equals(name)) {
      KeptRevision cached = cache.get(name);
      last = cached != null ? cached : calls.read(() -> api.revisions.get(name));
    }
    known = last == null ? known : last;
    return last == null ? null : last.revision();
  }

  void remember(FlinkDeployment resource, Revision revision) {
    known = new KeptRevision(revision, resource.getMetadata().getUid());
  }

  void forget() {
    known = null;
  }
}
