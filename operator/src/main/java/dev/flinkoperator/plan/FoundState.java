package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.HighAvailability;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the state of a job is that the Apache operator deployed, as that operator itself reads its
 * status: job.upgradeMode of lastReconciledSpec is the mode last used, and upgradeSavepointPath
 * counts for the modes that use it. Ending a job with its metadata kept does not touch the path,
 * which may be one of weeks ago.
 *
 * @param point where a job that was ended, to be suspended or upgraded, goes on from; null: the job
 *     is deployed
 * @param restoredFrom what the deployed job had started from; null: from empty
 */
record FoundState(@Nullable RestorePoint point, @Nullable String restoredFrom) {

  static final FoundState NONE = new FoundState(null, null);

  /**
   * @return null: a job with state was ended, and nothing says where its state is
   */
  static @Nullable FoundState of(
      JsonNode written, JobStatus status, EffectiveConfiguration deployed, Instant now) {
    String mode = written.path("job").path("upgradeMode").asText();
    boolean lastState = mode.equals("last-state");
    boolean stateful = lastState || mode.equals("savepoint");
    String path = blankToNull(status.getUpgradeSavepointPath());
    if (!written.path("job").path("state").asText().equals("suspended")) {
      return new FoundState(null, stateful ? path : null);
    }
    if (!stateful) {
      return new FoundState(point(RestorePoint.Kind.Empty, null, status, now), null);
    }
    boolean marker = StateKnowledge.METADATA.equals(path);
    if (marker || (lastState && HighAvailability.enabled(deployed.entries()))) {
      return new FoundState(
          point(RestorePoint.Kind.HighAvailability, marker ? null : path, status, now), null);
    }
    String savepoint = path == null ? ofUpgrade(status.getSavepointInfo()) : path;
    return savepoint == null
        ? null
        : new FoundState(point(RestorePoint.Kind.Savepoint, savepoint, status, now), null);
  }

  private static RestorePoint point(
      RestorePoint.Kind kind, @Nullable String path, JobStatus status, Instant now) {
    return new RestorePoint(kind, path, status.getJobId(), now, RestorePoint.Cause.Suspend, true);
  }

  /** Older releases wrote the savepoint that a job was ended with only here. */
  private static @Nullable String ofUpgrade(@Nullable SavepointInfo info) {
    LastSavepoint last = info == null ? null : info.getLastSavepoint();
    return last == null || !"UPGRADE".equals(String.valueOf(last.getTriggerType()))
        ? null
        : blankToNull(last.getLocation());
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
