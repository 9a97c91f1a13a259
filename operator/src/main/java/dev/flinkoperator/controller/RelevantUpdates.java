package dev.flinkoperator.controller;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Which changes of a resource make a pass: an edit of its spec, the beginning of its deletion, a
 * change of its finalizers, and a status that somebody else has written. Labels and annotations
 * alone make none, nor do statuses of one's own.
 */
final class RelevantUpdates<R extends CustomResource<?, ?>> implements OnUpdateFilter<R> {

  private final OwnWrites own;

  RelevantUpdates(OwnWrites own) {
    this.own = own;
  }

  @Override
  public boolean accept(R now, R before) {
    boolean written =
        own.concernedBy(ResourceID.fromResource(now), before.getStatus(), now.getStatus());
    return written
        || !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
        || !now.getMetadata().getFinalizers().equals(before.getMetadata().getFinalizers())
        || now.isMarkedForDeletion() != before.isMarkedForDeletion();
  }
}
