package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.JobManagerView;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JobManager Deployment.
 *
 * @param view what the operator reads from it
 * @param fields what is applied to it
 */
record SimDeployment(JobManagerView view, OwnedFields fields) {

  static final String REPLICAS = "replicas";
  static final String REVISION = "revision";

  /** What the operator applies. */
  static Map<String, String> wanted(@Nullable String revision) {
    return revision == null ? Map.of(REPLICAS, "1") : Map.of(REPLICAS, "1", REVISION, revision);
  }

  String uid() {
    return view.uid();
  }

  /** Not only scaled down. */
  boolean beingDeleted() {
    return view.deleting() && view.scaledDown() == null;
  }

  boolean wantsPod() {
    return !view.deleting() && !Objects.equals(fields.values().get(REPLICAS), "0");
  }

  /** The mark of one that was scaled down for its end says nothing once it is scaled up again. */
  SimDeployment with(OwnedFields other) {
    boolean scaledUp =
        view.scaledDown() != null && !Objects.equals(other.values().get(REPLICAS), "0");
    return new SimDeployment(scaledUp ? scaledUp() : view, other);
  }

  SimDeployment ending(@Nullable Instant scaledDown) {
    return new SimDeployment(
        view(true, scaledDown, view.available(), view.unavailableSince()), fields);
  }

  SimDeployment available() {
    return new SimDeployment(view(view.deleting(), view.scaledDown(), true, null), fields);
  }

  SimDeployment unavailable(Instant since) {
    return new SimDeployment(view(view.deleting(), view.scaledDown(), false, since), fields);
  }

  private JobManagerView scaledUp() {
    return view(false, null, view.available(), view.unavailableSince());
  }

  private JobManagerView view(
      boolean deleting,
      @Nullable Instant scaledDown,
      boolean available,
      @Nullable Instant unavailableSince) {
    return new JobManagerView(
        view.uid(),
        view.revision(),
        view.ownerUids(),
        deleting,
        scaledDown,
        available,
        unavailableSince,
        null,
        view.created(),
        view.onceAvailable() || available);
  }
}
