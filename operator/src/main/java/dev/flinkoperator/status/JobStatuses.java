package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.plan.Lifecycle;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code status.jobStatus}: what Flink last said of the job; RECONCILING while that is unknown. */
final class JobStatuses {

  private static final String UNKNOWN = "RECONCILING";
  private static final String STOPPED = "FINISHED";

  /** Stays what the job is until Flink says otherwise: its cluster may be gone for good. */
  private static final Set<String> ENDED = Set.of("FINISHED", "FAILED", "CANCELED");

  private JobStatuses() {}

  static @Nullable JobStatus of(
      Observation seen, Plan plan, Verdict.Judged judged, @Nullable JobStatus before, Instant now) {
    if (plan.inForce() == null) {
      return before;
    }
    if (plan.inForce().session()) {
      return null; // its jobs are those of others
    }
    JobStatus status = before == null ? new JobStatus() : before;
    String jobId = plan.inForce().jobId();
    if (!jobId.equals(status.getJobId())) {
      status.setJobId(jobId);
      status.setJobName(null);
      status.setStartTime(null);
      state(status, UNKNOWN, now);
    }
    JobView job =
        plan.follow() != null && seen.job() instanceof Reached reached
            ? reached.job(jobId).orElse(null)
            : null;
    if (job != null) {
      status.setJobName(job.name());
      status.setStartTime(
          job.startTime() == null ? null : Long.toString(job.startTime().toEpochMilli()));
      state(status, job.state(), job.stateSince());
    } else if (plan.launching()) {
      // Also under the id it had before, as it keeps that where its metadata are kept: what was
      // said of the one that ended says nothing of this one.
      status.setStartTime(null);
      state(status, UNKNOWN, now);
    } else if (judged.lifecycle() == Lifecycle.SUSPENDED) {
      // As in the Apache operator, a job its operator has ended is FINISHED.
      state(status, STOPPED, now);
    } else if (plan.apply() != null && !ENDED.contains(String.valueOf(status.getState()))) {
      state(status, UNKNOWN, now);
    }
    return status;
  }

  private static void state(JobStatus status, String state, Instant since) {
    if (!Objects.equals(status.getState(), state)) {
      status.setState(state);
      status.setUpdateTime(Long.toString(since.toEpochMilli()));
    }
  }
}
