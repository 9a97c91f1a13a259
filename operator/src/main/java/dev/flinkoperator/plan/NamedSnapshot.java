package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import org.jspecify.annotations.Nullable;

/**
 * A FlinkStateSnapshot named as where a job starts from, in place of a path. Its path is recorded
 * with the launch, and the name is not asked for again: the snapshot may be deleted then.
 */
sealed interface NamedSnapshot {

  /**
   * @param path null: from empty
   */
  record Resolved(@Nullable String path) implements NamedSnapshot {}

  /**
   * @param health what is waited for, or what has to be edited
   */
  record Unresolved(Health health) implements NamedSnapshot {}

  /**
   * @param written spec.job.initialSavepointPath, a path perhaps; null: there is none
   * @param seen the snapshot that it names; null: there is none
   * @param inForce what was launched last
   * @param everRan whether that, or anything before it, has begun
   * @param spec the present one
   */
  static NamedSnapshot in(
      @Nullable String written,
      @Nullable NamedSnapshotView seen,
      @Nullable Revision inForce,
      boolean everRan,
      JsonNode spec) {
    String name = NamedSnapshotView.nameIn(written);
    if (name == null) {
      return new Resolved(written);
    }
    String recorded = inForce == null || everRan ? null : recorded(inForce, spec);
    if (recorded != null) {
      return new Resolved(recorded);
    }
    if (seen == null || !seen.name().equals(name)) {
      return waiting(name, "there is none of that name in this namespace");
    }
    if (seen.deleting()) {
      return waiting(name, "it is being deleted, and its savepoint perhaps with it");
    }
    return switch (String.valueOf(seen.state())) {
      case "COMPLETED" ->
          seen.path() == null
              ? unusable(Reason.SnapshotFailed, name, "is complete, but nobody knows its path")
              : new Resolved(seen.path());
      case "FAILED" -> unusable(Reason.SnapshotFailed, name, "has failed" + because(seen));
      case "ABANDONED" ->
          unusable(Reason.SnapshotAbandoned, name, "has been given up" + because(seen));
      default -> waiting(name, "it is not complete yet");
    };
  }

  /** The launch that has not begun yet is of this very name, and its path was recorded. */
  private static @Nullable String recorded(Revision inForce, JsonNode spec) {
    JsonNode launched = inForce.spec().path("job");
    JsonNode present = spec.path("job");
    String path = inForce.restoredFrom();
    boolean same =
        launched.path("initialSavepointPath").equals(present.path("initialSavepointPath"))
            && launched
                .path("savepointRedeployNonce")
                .asText()
                .equals(present.path("savepointRedeployNonce").asText());
    return !same || path == null || path.equals(StateKnowledge.METADATA) ? null : path;
  }

  private static NamedSnapshot waiting(String name, String why) {
    return new Unresolved(
        Health.progressing(
            Reason.WaitingForSnapshot,
            "Waiting for the FlinkStateSnapshot "
                + name
                + ", which spec.job.initialSavepointPath names: "
                + why));
  }

  private static NamedSnapshot unusable(Reason reason, String name, String what) {
    return new Unresolved(
        Health.stalled(
            reason,
            "The FlinkStateSnapshot "
                + name
                + ", which spec.job.initialSavepointPath names, "
                + what
                + ". Name another one there, or write the path of a savepoint"));
  }

  private static String because(NamedSnapshotView seen) {
    String error = seen.error();
    return error == null || error.isBlank() ? "" : ": " + error;
  }
}
