package dev.flinkoperator.plan;

/** What is said where nobody but a person can tell which state a job is to start from. */
final class LostState {

  private LostState() {}

  static Rejection refusal(StateKnowledge state, String why) {
    return new Rejection(
        Reason.RestorePointUnknown,
        "Where the state of job "
            + state.inForce().jobId()
            + " is, is not known: "
            + why
            + ". "
            + lastKnown(state)
            + "Set spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce to"
            + " start from a snapshot, or set spec.job.upgradeMode to stateless to start from"
            + " empty");
  }

  /** High-availability metadata would have to be read by another Flink. */
  static Rejection otherFlink(StateKnowledge state) {
    return new Rejection(
        Reason.RestorePointUnknown,
        "The JobManager of job "
            + state.inForce().jobId()
            + " does not run, and another flinkVersion or other high-availability settings cannot"
            + " go on from its metadata. "
            + lastKnown(state)
            + "Restore flinkVersion and the high-availability settings until the job runs, or set"
            + " spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce");
  }

  /**
   * Flink has not found what it was told to start from.
   *
   * @param failure in Flink's words
   */
  static Rejection gone(StateKnowledge state, String failure) {
    return new Rejection(
        Reason.RestorePointUnknown,
        "Job "
            + state.inForce().jobId()
            + " cannot start from "
            + from(state)
            + ": its files are gone. "
            + savepoint(state)
            + "Set spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce to start"
            + " from a snapshot that is there, or set spec.job.upgradeMode to stateless and change"
            + " spec.restartNonce to start from empty. Flink says: "
            + failure);
  }

  private static String from(StateKnowledge state) {
    String path = state.inForce().restoredFrom();
    if (path == null || path.equals(StateKnowledge.METADATA)) {
      return "its high-availability metadata";
    }
    RestorePoint used = state.recorded().restorePoint();
    return used != null && path.equals(used.path())
        ? path + " (completed " + used.time() + ")"
        : path;
  }

  private static String savepoint(StateKnowledge state) {
    Taken taken = state.recorded().history().lastSavepoint();
    return taken == null
            || taken.path() == null
            || taken.path().equals(state.inForce().restoredFrom())
        ? ""
        : "The newest savepoint known is " + taken.path() + ", of " + taken.time() + ". ";
  }

  private static String lastKnown(StateKnowledge state) {
    RestorePoint known = state.newestKnown(RestorePoint.Cause.Observed);
    if (known != null) {
      return "Last known: "
          + known.path()
          + ", completed "
          + known.time()
          + ". "
          + savepoint(state);
    }
    String from = state.inForce().restoredFrom();
    return from == null
        ? "No checkpoint of it is known; it was started from empty. "
        : "No checkpoint of it is known; it was started from " + from + ". ";
  }
}
