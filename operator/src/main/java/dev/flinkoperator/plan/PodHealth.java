package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what the pods of a cluster wait for, in Kubernetes' own words. */
final class PodHealth {

  private PodHealth() {}

  /** What keeps the JobManager's pod from ever starting; null: nothing that is known. */
  static @Nullable Health stuck(List<PodView> pods, JobManagerView jobManager) {
    String refused = jobManager.podsRefused();
    if (refused != null) {
      return refused.contains("exceeded quota")
          ? Health.progressing(Reason.QuotaExceeded, "Kubernetes refuses the pod: " + refused)
          : Health.stalled(Reason.PodCannotStart, "Kubernetes refuses the pod: " + refused);
    }
    return trouble(pods, true, PodTrouble.Kind.CANNOT_START)
        .map(t -> Health.stalled(Reason.PodCannotStart, "The JobManager cannot start: " + text(t)))
        .orElse(null);
  }

  /**
   * @param wasUp it has been available before
   */
  static Health waitingForJobManager(List<PodView> pods, boolean wasUp) {
    Optional<PodTrouble> unschedulable = trouble(pods, true, PodTrouble.Kind.UNSCHEDULABLE);
    if (unschedulable.isPresent()) {
      return Health.progressing(
          Reason.PodUnschedulable,
          "No node has room for the JobManager: " + unschedulable.get().message());
    }
    return wasUp
        ? Health.progressing(
            Reason.JobManagerUnavailable, "The JobManager is not available; it is being restarted")
        : Health.progressing(Reason.JobManagerStarting, "The JobManager is starting");
  }

  static Health waitingForTaskManagers(List<PodView> pods) {
    Optional<PodTrouble> cannotStart = trouble(pods, false, PodTrouble.Kind.CANNOT_START);
    if (cannotStart.isPresent()) {
      return Health.progressing(
          Reason.WaitingForTaskManagers, "A TaskManager cannot start: " + text(cannotStart.get()));
    }
    return trouble(pods, false, PodTrouble.Kind.UNSCHEDULABLE)
        .map(
            t ->
                Health.progressing(
                    Reason.PodUnschedulable, "No node has room for a TaskManager: " + t.message()))
        .orElseGet(
            () ->
                Health.progressing(
                    Reason.WaitingForTaskManagers, "The job waits for its TaskManagers"));
  }

  private static Optional<PodTrouble> trouble(
      List<PodView> pods, boolean jobManager, PodTrouble.Kind kind) {
    return pods.stream()
        .filter(pod -> pod.jobManager() == jobManager && !pod.deleting() && !pod.ended())
        .map(PodView::trouble)
        .filter(trouble -> trouble != null && trouble.kind() == kind)
        .findFirst();
  }

  private static String text(PodTrouble trouble) {
    return trouble.message().isBlank()
        ? trouble.reason()
        : trouble.reason() + ": " + trouble.message();
  }
}
