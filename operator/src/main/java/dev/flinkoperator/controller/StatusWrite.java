package dev.flinkoperator.controller;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.function.Supplier;

/**
 * Replaces the whole status, if it differs, bound to the resource version it was decided from: a
 * spec that was edited meanwhile makes the write fail, and the pass is made again. The answer is
 * kept for the next pass, which may see an older copy otherwise.
 *
 * @param <S> the spec
 * @param <T> the status
 * @param <R> the kind
 */
final class StatusWrite<S, T, R extends CustomResource<S, T>> {

  private final Context<R> context;
  private final OwnWrites own;
  private final Supplier<R> empty;
  private R resource;

  StatusWrite(R resource, Context<R> context, OwnWrites own, Supplier<R> empty) {
    this.resource = resource;
    this.context = context;
    this.own = own;
    this.empty = empty;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  void write(T status) {
    ResourceID id = ResourceID.fromResource(resource);
    if (status.equals(resource.getStatus()) && !own.unanswered(id)) {
      return;
    }
    R next = empty.get();
    next.setMetadata(resource.getMetadata());
    next.setSpec(resource.getSpec());
    next.setStatus(status);
    R written = own.write(id, status, () -> context.getClient().resource(next).updateStatus());
    context
        .eventSourceRetriever()
        .getControllerEventSource()
        .handleRecentResourceUpdate(id, written, resource);
    resource = written;
  }

  /** The resource as the last write left it. */
  R resource() {
    return resource;
  }
}
