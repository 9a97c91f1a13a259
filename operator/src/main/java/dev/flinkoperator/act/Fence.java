package dev.flinkoperator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/**
 * Keeps a pass from ending or making a cluster if the resource is no longer what the pass was
 * planned from: a leader that has lost its lease without noticing, or a stale cache, must not act
 * on what its successor has changed. A live read right before the deed; at rest it costs nothing.
 */
final class Fence {

  private final KubernetesClient client;

  Fence(KubernetesClient client) {
    this.client = client;
  }

  <R extends HasMetadata> Outcome run(R written) {
    R live = client.resource(written).get();
    return live != null
            && Objects.equals(live.getMetadata().getUid(), written.getMetadata().getUid())
            && Objects.equals(
                live.getMetadata().getResourceVersion(), written.getMetadata().getResourceVersion())
        ? new Outcome.Done()
        : new Outcome.Waiting("the resource has changed since this pass began");
  }
}
