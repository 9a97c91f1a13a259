package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.NextRevision.Start;
import org.jspecify.annotations.Nullable;

/**
 * Holds back every move where something was deployed that no revision of ours records: by another
 * operator, or by us with the record lost. What runs cannot be compared, and must not be ended but
 * by an edit that says what to start from.
 */
final class Unrecorded {

  private static final String FROM_SNAPSHOT =
      "Set spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce to start from a"
          + " snapshot, or set spec.job.upgradeMode to stateless to start from empty";

  private Unrecorded() {}

  /** Null: nothing was deployed, nothing that is worth keeping, or the spec says what to do. */
  static @Nullable Rejection refusal(Observation seen) {
    Recorded recorded = new Recorded(seen.resource());
    if (recorded.deployedOnce()) {
      return Spec.stateful(seen.resource()) && recorded.everRan() && !redeploys(seen)
          ? unknown(
              "ControllerRevision "
                  + seen.resource().getStatus().getRevision()
                  + ", which recorded what was deployed, is gone. The job is left as it is. "
                  + FROM_SNAPSHOT)
          : null;
    }
    if (endedElsewhere(recorded)) {
      return Spec.stateful(seen.resource()) && !redeploys(seen)
          ? unknown(
              "Another operator ended the job with its state kept, and its status does not say"
                  + " where. "
                  + FROM_SNAPSHOT)
          : null;
    }
    JobManagerView jobManager = seen.jobManager();
    boolean stateful = Spec.stateful(seen.resource()) || recorded.lastDeployedWasStateful();
    boolean unmarked = jobManager != null && jobManager.revision() == null;
    boolean ranElsewhere = stateful && recorded.reconciled() != null && recorded.everRan();
    if (unmarked || ranElsewhere) {
      return new Rejection(
          Reason.NotSupported,
          "Another operator deployed this resource, and its status does not say what runs and as"
              + " which job. What runs is left as it is. Delete the resource and create it anew to"
              + " deploy it here");
    }
    return jobManager != null && seen.ownsJobManager() && Spec.stateful(seen.resource())
        ? unknown(
            "A JobManager of revision "
                + jobManager.revision()
                + " is there, but the status does not say what was deployed. The job is left as it"
                + " is. Set spec.job.upgradeMode to stateless to end it and deploy anew: from"
                + " spec.job.initialSavepointPath, or from empty if that is not set")
        : null;
  }

  /** What the job of a spec starts from that the refusal does not hold back. */
  static Start start(Observation seen) {
    boolean anew = redeploys(seen) || !new Recorded(seen.resource()).everRan();
    return anew ? Start.initial(seen) : Start.empty();
  }

  /** There is no job to go on from: what ran was ended, and its state is not known. */
  private static boolean endedElsewhere(Recorded recorded) {
    Reconciled last = recorded.reconciled();
    return last != null
        && recorded.lastDeployedWasStateful()
        && last.spec().path("job").path("state").asText().equals("suspended");
  }

  /** The user says which snapshot to start from, since the last deployment. */
  private static boolean redeploys(Observation seen) {
    Job job = Spec.job(seen.resource());
    Reconciled last = new Recorded(seen.resource()).reconciled();
    return job != null
        && last != null
        && Spec.wantsToRun(seen.resource())
        && job.getSavepointRedeployNonce() != null
        && NextRevision.initialSavepoint(seen.resource()) != null
        && !last.spec()
            .path("job")
            .path("savepointRedeployNonce")
            .asText()
            .equals(job.getSavepointRedeployNonce().toString());
  }

  private static Rejection unknown(String message) {
    return new Rejection(Reason.RestorePointUnknown, message);
  }
}
