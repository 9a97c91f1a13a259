package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import java.util.List;

/** Events for what a running cluster has come to, told once, when the status is about to turn. */
final class Turns {

  private Turns() {}

  static List<Notice> of(FlinkDeployment resource, Verdict verdict) {
    if (!(verdict instanceof Verdict.Judged judged)) {
      return List.of();
    }
    Health health = judged.health();
    Recorded recorded = new Recorded(resource);
    if (recorded.says(health.reason())) {
      return List.of();
    }
    return switch (health.reason()) {
      case Finished -> List.of(new Notice(EventReason.JOB_STATUS_CHANGED, health.message()));
      case JobFailed, JobCanceled -> List.of(new Notice(EventReason.JOB_ERROR, health.message()));
      case RestorePointUnknown -> List.of(new Notice(EventReason.RESTORE_FAILED, health.message()));
      case PodCannotStart, QuotaExceeded ->
          List.of(new Notice(EventReason.DEPLOYMENT_ERROR, health.message()));
      case PodUnschedulable -> List.of(new Notice(EventReason.UNSCHEDULABLE, health.message()));
      case JobRestarting -> List.of(new Notice(EventReason.JOB_EXCEPTION, health.message()));
      default -> List.of();
    };
  }
}
