package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans for a resource that is being deleted: its cluster ends first, then what Flink leaves
 * without an owner; all else goes with the resource itself, by Kubernetes' garbage collection.
 */
public final class Deletion {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private Deletion() {}

  static Plan plan(Observation seen, Instant now) {
    JobManagerView jobManager = seen.jobManager();
    boolean foreign = jobManager != null && !seen.ownsJobManager();
    Recorded recorded = new Recorded(seen.resource());
    // By us, or by the operator that was there before.
    boolean deployed = recorded.deployedOnce() || (recorded.reconciled() != null && !foreign);
    List<Step> steps = new ArrayList<>();
    if (seen.clusterGone() || foreign) {
      if (deployed) {
        steps.add(new Step.ConfirmClusterGone(true));
        steps.add(Step.DeleteHighAvailabilityMetadata.all());
      }
      return plan(seen, steps, "Its cluster is gone", null);
    }
    if (jobManager == null) {
      steps.add(new Step.EndHiddenJobManager());
    } else if (!jobManager.deleting()) {
      steps.add(JobManagerEnd.begin(seen, jobManager, now));
    }
    return plan(seen, steps, "Waiting for the cluster's pods to be gone", LOOK_AGAIN);
  }

  /** Nothing is left to wait for: once its steps are done, the finalizer may go. */
  public static boolean finishes(Plan plan) {
    return plan.wake() == null;
  }

  private static Plan plan(
      Observation seen, List<Step> steps, String message, @Nullable Duration wake) {
    return new Plan(
        new Verdict.Judged(
            seen.jobManager() == null ? JobManagerStatus.MISSING : JobManagerStatus.DEPLOYING,
            Rollout.UPGRADING,
            Lifecycle.DELETING,
            Health.progressing(Reason.Deleting, message)),
        seen.inForce(),
        false,
        new Recorded(seen.resource()).reconciled(),
        steps,
        null,
        null,
        List.of(),
        wake,
        // Whoever keeps the resource with a finalizer of his own still reads where the state is.
        new Recorded(seen.resource()).state().asking(null));
  }
}
