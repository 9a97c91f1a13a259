package dev.flinkoperator.observe.view;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JobManager Deployment as the API server shows it.
 *
 * @param uid of the Deployment: a new one is a new cluster
 * @param revision name of the recorded revision it was made from; null: not made by this operator
 * @param ownerUids uids of the objects that own it; empty: nobody does
 * @param deleting it carries a deletion time, or was scaled down to be deleted: it never comes back
 * @param scaledDown when it was scaled down, to be deleted once its JobManager is gone; null: it
 *     was not, or is being deleted already
 * @param available at least one JobManager pod is available (its start-up probe asks Flink's REST
 *     API), and the Deployment's controller has seen the newest template
 * @param unavailableSince since when it is not available; null: it is, or its controller has not
 *     said
 * @param podsRefused why pods could not be created (ReplicaFailure: quota, missing service account,
 *     admission); null: nothing of the kind
 * @param created when the API server made it
 * @param onceAvailable it is available, or has been: its rollout is complete
 */
public record JobManagerView(
    String uid,
    @Nullable String revision,
    Set<String> ownerUids,
    boolean deleting,
    @Nullable Instant scaledDown,
    boolean available,
    @Nullable Instant unavailableSince,
    @Nullable String podsRefused,
    Instant created,
    boolean onceAvailable) {

  /** It has been available if it is now. */
  public JobManagerView(
      String uid,
      @Nullable String revision,
      Set<String> ownerUids,
      boolean deleting,
      @Nullable Instant scaledDown,
      boolean available,
      @Nullable Instant unavailableSince,
      @Nullable String podsRefused,
      Instant created) {
    this(
        uid,
        revision,
        ownerUids,
        deleting,
        scaledDown,
        available,
        unavailableSince,
        podsRefused,
        created,
        available);
  }

  /**
   * It belongs to the resource, or did until somebody took its owner reference away: then it still
   * carries the mark of the revision in force.
   *
   * @param launchedAs the revision in force; null: none
   */
  public boolean belongsTo(String resourceUid, @Nullable String launchedAs) {
    return ownerUids.contains(resourceUid)
        || (ownerUids.isEmpty() && launchedAs != null && launchedAs.equals(revision));
  }
}
