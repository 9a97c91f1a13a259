package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Plans for a job that is to be suspended. */
final class Suspension {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private Suspension() {}

  /** Suspended, and known to be: nothing to do. */
  static Plan rest(Observation seen) {
    return suspended(seen, List.of(), List.of());
  }

  /** The cluster's end has been seen; make sure, then say so. */
  static Plan settle(Observation seen) {
    return suspended(
        seen,
        List.of(new Step.ConfirmClusterGone(true), Step.DeleteHighAvailabilityMetadata.all()),
        List.of(new Notice(EventReason.SUSPENDED, "The job is suspended; its cluster is gone")));
  }

  static Plan end(Observation seen) {
    List<Step> steps = new ArrayList<>();
    JobManagerView jobManager = seen.jobManager();
    if (jobManager == null) {
      steps.add(new Step.EndHiddenJobManager());
    } else if (!jobManager.deleting()) {
      steps.add(new Step.DeleteJobManager(jobManager.uid()));
    }
    return new Plan(
        new Verdict.Judged(
            jobManager == null ? JobManagerStatus.MISSING : JobManagerStatus.DEPLOYING,
            Rollout.UPGRADING,
            Lifecycle.UPGRADING,
            Health.progressing(Reason.Suspending, "Waiting for the cluster's pods to be gone")),
        seen.inForce(),
        false,
        new Recorded(seen.resource()).reconciled(),
        steps,
        null,
        null,
        List.of(),
        LOOK_AGAIN);
  }

  private static Plan suspended(Observation seen, List<Step> steps, List<Notice> notices) {
    return new Plan(
        new Verdict.Judged(
            JobManagerStatus.MISSING,
            Rollout.DEPLOYED,
            Lifecycle.SUSPENDED,
            Health.ready(Reason.Suspended, "The job is suspended, as asked")),
        seen.inForce(),
        false,
        LastSpec.suspended(seen),
        steps,
        null,
        null,
        notices,
        null);
  }
}
