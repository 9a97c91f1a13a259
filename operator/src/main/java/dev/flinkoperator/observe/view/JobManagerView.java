package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The JobManager Deployment as the API server shows it.
 *
 * @param uid of the Deployment: a new one is a new cluster
 * @param revision name of the recorded revision it was made from; null: not made by this operator
 * @param ownerUid uid of the resource that owns it; null: nobody does
 * @param deleting it carries a deletion time
 * @param available at least one JobManager pod is available (its start-up probe asks Flink's REST
 *     API), and the Deployment's controller has seen the newest template
 * @param unavailableSince when it stopped being available; null: never was, or is now
 * @param podsRefused why pods could not be created (ReplicaFailure: quota, missing service account,
 *     admission); null: nothing of the kind
 */
public record JobManagerView(
    String uid,
    @Nullable String revision,
    @Nullable String ownerUid,
    boolean deleting,
    boolean available,
    @Nullable Instant unavailableSince,
    @Nullable String podsRefused) {}
