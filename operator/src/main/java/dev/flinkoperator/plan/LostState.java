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
            + " Set spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce to"
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
            + " Restore flinkVersion and the high-availability settings until the job runs, or set"
            + " spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce");
  }

  private static String lastKnown(StateKnowledge state) {
    RestorePoint known = state.newestKnown(RestorePoint.Cause.Observed);
    if (known != null) {
      return "Last known: " + known.path() + ", completed " + known.time() + ".";
    }
    String from = state.inForce().restoredFrom();
    return from == null
        ? "No checkpoint of it is known; it was started from empty."
        : "No checkpoint of it is known; it was started from " + from + ".";
  }
}
