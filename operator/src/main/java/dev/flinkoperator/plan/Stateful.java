package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Holds back every move that would start a stateful job from empty. Moving state over is not there
 * yet; until it is, such a move is refused with a plain reason.
 */
final class Stateful {

  private Stateful() {}

  /** Why the running job may not be ended; null: it may. */
  static @Nullable Rejection refusal(Observation seen, String deed) {
    JobManagerView jobManager = seen.jobManager();
    boolean neverRan =
        !new Recorded(seen.resource()).everRan() && (jobManager == null || !jobManager.available());
    if (!Spec.stateful(seen.resource()) || neverRan) {
      return null;
    }
    return new Rejection(
        Reason.StatefulUpgradeNotSupported,
        deed
            + " would end the job, and its state cannot be carried over yet with upgradeMode "
            + Spec.upgradeMode(seen.resource())
            + ". The job is left as it is. Undo the edit, or set spec.job.upgradeMode to stateless"
            + " to start from empty");
  }

  /** The cluster of a job whose state matters is gone, and nothing says where its state is. */
  static boolean lost(Observation seen, Revision inForce) {
    Recorded recorded = new Recorded(seen.resource());
    return Spec.stateful(seen.resource())
        && seen.clusterGone()
        && recorded.everRan()
        && recorded.endedJob() == null
        && !recorded.launching()
        && !inForce.highlyAvailable();
  }

  static Rejection lostRejection(Revision inForce) {
    return new Rejection(
        Reason.RestorePointUnknown,
        "The JobManager of job "
            + inForce.jobId()
            + " is gone, and without high availability nothing tells where its state is. Set"
            + " spec.job.initialSavepointPath and change spec.job.savepointRedeployNonce to start"
            + " from a known snapshot, or set spec.job.upgradeMode to stateless to start from"
            + " empty");
  }
}
