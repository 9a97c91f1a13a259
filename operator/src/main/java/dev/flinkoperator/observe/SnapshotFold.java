package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next snapshot from the one before and an answer; pure. */
final class SnapshotFold {
  /** Flink lists jobs in any order; a snapshot must not differ by that. */
  private static final Comparator<JobView> OLDEST_FIRST =
      Comparator.comparing(
              JobView::startTime, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .thenComparing(JobView::jobId);

  private SnapshotFold() {}

  static Reached reached(
      JobSnapshot before, List<JobSummary> answer, AskedOnce askedOnce, Instant now) {
    Reached last = lastReached(before);
    Map<String, JobView> known = new HashMap<>();
    if (last != null) {
      last.jobs().forEach(job -> known.put(job.jobId(), job));
    }
    List<JobView> jobs =
        answer.stream()
            .map(
                job -> {
                  Instant since = stateSince(job, known.get(job.jobId()), last == null, now);
                  return view(job, since, askedOnce.cause(job.jobId()));
                })
            .sorted(OLDEST_FIRST)
            .toList();
    return new Reached(jobs, askedOnce.facts());
  }

  /** In a row of failures {@code since} and the last good answer stay. */
  static Unreachable unreachable(JobSnapshot before, String reason, Instant now) {
    Instant since = before instanceof Unreachable already ? already.since() : now;
    return new Unreachable(reason, since, lastReached(before));
  }

  private static @Nullable Reached lastReached(JobSnapshot snapshot) {
    if (snapshot instanceof Reached reached) {
      return reached;
    }
    return snapshot instanceof Unreachable unreachable ? unreachable.last() : null;
  }

  private static Instant stateSince(
      JobSummary job, @Nullable JobView before, boolean firstLook, Instant now) {
    if (before != null && before.state().equals(job.state())) {
      return before.stateSince();
    }
    if (job.endTime() != null) {
      return earlier(job.endTime(), now);
    }
    // Flink's last modification is that of a task. It can be older than the state of the job, so it
    // only serves where nothing better is known: after a restart of the operator.
    return firstLook && job.lastModification() != null ? earlier(job.lastModification(), now) : now;
  }

  /** The cluster's clock may be ahead of ours. */
  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static JobView view(JobSummary job, Instant stateSince, @Nullable String failure) {
    return new JobView(
        job.jobId(),
        job.name(),
        job.state(),
        stateSince,
        job.startTime(),
        job.endTime(),
        failure,
        job.tasksUp());
  }
}
