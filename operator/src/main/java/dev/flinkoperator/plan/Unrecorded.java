package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Holds back every move where something was deployed that no revision of ours records: by another
 * operator, or by us with the record lost. What runs cannot be compared, and must not be ended.
 */
final class Unrecorded {

  private Unrecorded() {}

  /** Null: nothing was deployed, or nothing that is worth keeping. */
  static @Nullable Rejection refusal(Observation seen) {
    Recorded recorded = new Recorded(seen.resource());
    JobManagerView jobManager = seen.jobManager();
    boolean stateful = Spec.stateful(seen.resource()) || recorded.lastDeployedWasStateful();
    boolean unmarked = jobManager != null && jobManager.revision() == null;
    boolean ranElsewhere = stateful && recorded.reconciled() != null && recorded.everRan();
    if (!recorded.deployedOnce() && (unmarked || ranElsewhere)) {
      return new Rejection(
          Reason.NotSupported,
          "Another operator deployed this resource, and its status does not say what runs and as"
              + " which job. What runs is left as it is. Delete the resource and create it anew to"
              + " deploy it here");
    }
    return recorded.deployedOnce() && stateful && recorded.everRan()
        ? new Rejection(
            Reason.RestorePointUnknown,
            "ControllerRevision "
                + seen.resource().getStatus().getRevision()
                + ", which recorded what was deployed, is gone. The job is left as it is. Set"
                + " spec.job.upgradeMode to stateless to deploy anew from empty")
        : null;
  }
}
