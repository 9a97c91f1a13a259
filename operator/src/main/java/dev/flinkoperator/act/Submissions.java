package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobsOverview;
import dev.flinkoperator.observe.SubmissionAnswers;
import dev.flinkoperator.observe.view.SubmissionView;
import dev.flinkoperator.observe.view.SubmissionView.State;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.plan.Submission;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits jobs and does not wait. The submissions of one resource go one after the other, each
 * after a look at the list of jobs: before Flink 1.17 two requests of one id at the same time could
 * both get through (FLINK-30596), and a former job of the resource must have ended.
 */
public final class Submissions {

  private static final Logger LOG = LoggerFactory.getLogger(Submissions.class);
  private static final Set<String> TERMINAL = Set.of("FINISHED", "FAILED", "CANCELED");

  private final FlinkRest rest;
  private final JobSubmitter submitter;
  private final SubmissionAnswers answers;
  private final Clock clock;
  private final Map<ResourceID, Submission> inFlight = new ConcurrentHashMap<>();

  public Submissions(
      FlinkRest rest, JobSubmitter submitter, SubmissionAnswers answers, Clock clock) {
    this.rest = rest;
    this.submitter = submitter;
    this.answers = answers;
    this.clock = clock;
  }

  /**
   * @return Waiting while another submission of the same resource is on its way
   */
  Outcome start(ResourceID id, Step.SubmitJob step) {
    Submission submission = step.submission();
    Submission before = inFlight.putIfAbsent(id, submission);
    if (before != null) {
      return before.jobId().equals(submission.jobId())
          ? new Outcome.Done()
          : new Outcome.Waiting("another submission is on its way");
    }
    answers.sent(id, view(submission, State.IN_FLIGHT, null));
    CompletableFuture<?> call =
        rest.call(step.address(), new JobsOverview())
            .handle((jobs, failure) -> jobs == null ? null : jobs)
            .thenCompose(jobs -> afterLook(step, jobs));
    call.whenComplete(
        (done, failure) -> {
          SubmissionView view = judged(submission, failure);
          inFlight.remove(id, submission);
          log(id, view);
          answers.answered(id, view);
        });
    return new Outcome.Done();
  }

  /** The resource is gone; what is on its way is not called back. */
  void forget(ResourceID id) {
    answers.forget(id);
  }

  private CompletableFuture<?> afterLook(Step.SubmitJob step, @Nullable List<JobSummary> jobs) {
    if (jobs == null) {
      return failed(State.NOT_NOW, "The session cluster does not answer");
    }
    for (JobSummary job : jobs) {
      if (job.jobId().equals(step.submission().jobId())) {
        return CompletableFuture.completedFuture(null);
      }
      if (job.jobId().equals(step.formerJobId()) && !TERMINAL.contains(job.state())) {
        return failed(
            State.NOT_NOW, "Job " + job.jobId() + " of this resource is still " + job.state());
      }
    }
    return submitter.submit(step);
  }

  private static CompletableFuture<?> failed(State state, String message) {
    return CompletableFuture.failedFuture(new SubmissionException(state, message));
  }

  private SubmissionView judged(Submission submission, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause == null) {
      return view(submission, State.ACCEPTED, null);
    }
    return cause instanceof SubmissionException known
        ? view(submission, known.state(), String.valueOf(known.getMessage()))
        : view(
            submission,
            State.UNANSWERED,
            "The job could not be submitted (" + cause.getClass().getSimpleName() + ")");
  }

  private SubmissionView view(Submission submission, State state, @Nullable String reason) {
    return new SubmissionView(
        submission.jobId(), submission.attempt(), state, reason, clock.instant());
  }

  private static void log(ResourceID id, SubmissionView view) {
    if (view.failed()) {
      LOG.atInfo()
          .addKeyValue("namespace", id.getNamespace().orElse(""))
          .addKeyValue("name", id.getName())
          .log(
              "Submission of job {} failed (attempt {}): {}",
              view.jobId(),
              view.attempt(),
              view.reason());
    }
  }
}
