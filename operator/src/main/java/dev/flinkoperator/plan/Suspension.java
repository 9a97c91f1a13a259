package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans for a job that is to be suspended. */
final class Suspension {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private Suspension() {}

  /** Suspended, and known to be: nothing to do. */
  static Plan rest(Observation seen) {
    return suspended(seen, new Recorded(seen.resource()).state(), List.of(), List.of());
  }

  /** The cluster's end has been seen; make sure, then say so. */
  static Plan settle(Observation seen) {
    return settled(seen, StateRecord.NOTHING.noncesOf(seen), null);
  }

  /** The same for a job whose state is kept at this point. */
  static Plan settle(Observation seen, StateRecord state, RestorePoint point) {
    return settled(seen, state.at(point).asking(null), "; it goes on from " + Told.of(point));
  }

  private static Plan settled(Observation seen, StateRecord state, @Nullable String whence) {
    RestorePoint point = state.restorePoint();
    String kept =
        point != null && point.kind() == RestorePoint.Kind.HighAvailability ? point.jobId() : null;
    return suspended(
        seen,
        state,
        List.of(new Step.ConfirmClusterGone(true), new Step.DeleteHighAvailabilityMetadata(kept)),
        List.of(
            new Notice(
                EventReason.SUSPENDED,
                "The job is suspended; its cluster is gone" + (whence == null ? "" : whence))));
  }

  static Plan end(Observation seen, Instant now) {
    List<Step> steps = new ArrayList<>();
    JobManagerView jobManager = seen.jobManager();
    if (jobManager == null) {
      steps.add(new Step.EndHiddenJobManager());
    } else if (!jobManager.deleting()) {
      steps.add(JobManagerEnd.begin(seen, jobManager, now));
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

  private static Plan suspended(
      Observation seen, StateRecord state, List<Step> steps, List<Notice> notices) {
    return new Plan(
        new Verdict.Judged(
            JobManagerStatus.MISSING,
            Rollout.DEPLOYED,
            Lifecycle.SUSPENDED,
            Health.ready(Reason.Suspended, "The job is suspended, as asked")),
        seen.inForce(),
        false,
        LastSpec.suspended(seen, state.restorePoint()),
        steps,
        null,
        null,
        notices,
        null,
        state);
  }
}
