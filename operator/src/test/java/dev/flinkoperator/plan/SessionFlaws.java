package dev.flinkoperator.plan;

import dev.flinkoperator.desired.CheckpointRetention;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.observe.view.SubmissionView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Operators of session jobs that each lack one precaution. */
@NullUnmarked
final class SessionFlaws {

  private SessionFlaws() {}

  /** Every job begins from nothing. */
  static SessionFlaw stateForgotten() {
    return new SessionFlaw() {
      @Override
      public Step.SubmitJob submitted(Step.SubmitJob step) {
        return submission(step, null, step.configuration(), step.formerJobId());
      }
    };
  }

  /** The checkpoints of a job go when it is cancelled. */
  static SessionFlaw checkpointsNotRetained() {
    return new SessionFlaw() {
      @Override
      public Step.SubmitJob submitted(Step.SubmitJob step) {
        Map<String, String> configuration = new HashMap<>(step.configuration());
        configuration.put(CheckpointRetention.KEY, "DELETE_ON_CANCELLATION");
        return submission(step, step.savepointPath(), configuration, step.formerJobId());
      }
    };
  }

  /** A job that is being cancelled is taken for one that has ended. */
  static SessionFlaw endNotWaitedFor() {
    return new SessionFlaw() {
      @Override
      public SessionJobObservation seen(SessionJobObservation seen) {
        JobSnapshot jobs =
            seen.job() instanceof Reached reached
                ? new Reached(
                    reached.jobs().stream().map(SessionFlaws::ended).toList(), reached.facts())
                : seen.job();
        return with(seen, jobs, seen.submission());
      }

      @Override
      public Step.SubmitJob submitted(Step.SubmitJob step) {
        return submission(step, step.savepointPath(), step.configuration(), null);
      }
    };
  }

  /** What was sent and not answered is taken for what begins soon or never. */
  static SessionFlaw lateSubmissionsNotWaitedFor() {
    return open(since -> since.minus(Duration.ofMinutes(6)));
  }

  /** What the process before this one may have sent is taken for what it has not. */
  static SessionFlaw formerSubmissionsForgotten() {
    SessionFlaw none = open(since -> null);
    return new SessionFlaw() {
      @Override
      public SessionJobObservation seen(SessionJobObservation seen) {
        SubmissionView view = seen.submission();
        return view != null && view.state() == SubmissionView.State.FORMER ? none.seen(seen) : seen;
      }
    };
  }

  /** A cluster ends when its spec is edited, whatever runs in it. */
  static SessionFlaw jobsNotWaitedFor() {
    return new SessionFlaw() {
      @Override
      public boolean waitsForJobs() {
        return false;
      }
    };
  }

  private static SessionFlaw open(UnaryOperator<@Nullable Instant> shifted) {
    return new SessionFlaw() {
      @Override
      public SessionJobObservation seen(SessionJobObservation seen) {
        SubmissionView view = seen.submission();
        return view == null || view.open() == null
            ? seen
            : with(
                seen,
                seen.job(),
                new SubmissionView(
                    view.jobId(),
                    view.attempt(),
                    view.state(),
                    view.reason(),
                    view.since(),
                    shifted.apply(view.open())));
      }
    };
  }

  private static JobView ended(JobView job) {
    return job.state().equals("CANCELLING")
        ? new JobView(
            job.jobId(), job.name(), "CANCELED", job.stateSince(), job.startTime(), null, null)
        : job;
  }

  private static SessionJobObservation with(
      SessionJobObservation seen, JobSnapshot jobs, @Nullable SubmissionView submission) {
    return new SessionJobObservation(
        seen.resource(),
        seen.cluster(),
        jobs,
        seen.checkpoints(),
        seen.operation(),
        submission,
        seen.startsFrom(),
        seen.disposal());
  }

  private static Step.SubmitJob submission(
      Step.SubmitJob step,
      @Nullable String savepointPath,
      Map<String, String> configuration,
      @Nullable String formerJobId) {
    return new Step.SubmitJob(
        step.submission(),
        step.address(),
        step.flinkVersion(),
        step.jarUri(),
        step.headers(),
        step.entryClass(),
        step.args(),
        step.parallelism(),
        savepointPath,
        step.allowNonRestoredState(),
        configuration,
        formerJobId);
  }
}
