package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a spec cannot be followed, or not yet.
 *
 * @param message what is wrong and what to do, in full sentences
 */
record Rejection(Reason reason, String message) {

  /** Nothing is deployed, or nothing that may be touched. */
  static Plan nothingRuns(Observation seen, Health health) {
    Recorded recorded = new Recorded(seen.resource());
    boolean suspended = recorded.suspended();
    return new Plan(
        new Verdict.Judged(
            suspended || waits(health) ? JobManagerStatus.MISSING : JobManagerStatus.ERROR,
            rollout(health),
            suspended ? Lifecycle.SUSPENDED : waits(health) ? Lifecycle.CREATED : Lifecycle.FAILED,
            health),
        seen.inForce(),
        recorded.launching(),
        recorded.reconciled(),
        List.of(),
        null,
        null,
        notices(seen, health),
        null);
  }

  /** What the running cluster is judged to be, but Stalled, or waiting. */
  static Verdict verdict(Verdict running, Recorded recorded, Health health) {
    return running instanceof Verdict.Judged judged
        ? new Verdict.Judged(judged.jobManager(), rollout(health), judged.lifecycle(), health)
        : new Verdict.Judged(recorded.jobManager(), rollout(health), recorded.lifecycle(), health);
  }

  /**
   * @param running what is done meanwhile for the job that runs; told only where it ends or starts
   *     something, as the status does not remember how that job does
   */
  static List<Notice> notices(Observation seen, Health health, Plan running) {
    List<Notice> notices = new ArrayList<>(notices(seen, health));
    boolean acts =
        running.steps().stream()
            .anyMatch(
                step ->
                    step instanceof Step.RecordRevision
                        || step instanceof Step.ScaleDownJobManager
                        || step instanceof Step.DeleteUnbegunJobManager
                        || step instanceof Step.DeleteJobManager);
    if (acts) {
      notices.addAll(running.notices());
    }
    return notices;
  }

  static List<Notice> notices(Observation seen, Health health) {
    return waits(health)
            || new Recorded(seen.resource())
                .stalledBecause(health.reason(), seen.resource().getMetadata().getGeneration())
        ? List.of()
        : List.of(new Notice(EventReason.VALIDATION_ERROR, health.message()));
  }

  private static Rollout rollout(Health health) {
    return waits(health) ? Rollout.UPGRADING : Rollout.UNSET;
  }

  private static boolean waits(Health health) {
    return health.kind() == Health.Kind.PROGRESSING;
  }
}
