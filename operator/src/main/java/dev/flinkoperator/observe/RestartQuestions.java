package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobRestarts;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.RestartsQuestion;
import dev.flinkoperator.observe.view.RestartsView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster how often it has restarted a job, where somebody wants to know: a request a round.
 * Used by one round of questions at a time.
 */
final class RestartQuestions {
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final FlinkRest rest;
  private final PollTimer timer;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private @Nullable RestartsView view;

  private record Sample(long nanoTime, long restarts) {}

  RestartQuestions(FlinkRest rest, PollTimer timer) {
    this.rest = rest;
    this.timer = timer;
  }

  /** Null: not asked, or never answered. */
  @Nullable RestartsView view() {
    return view;
  }

  /** Never completes with a failure: no answer leaves what is known. */
  CompletableFuture<Void> ask(PollTarget target, List<JobSummary> jobs) {
    RestartsQuestion question = target.restarts();
    if (question == null || (view != null && !view.question().equals(question))) {
      samples.clear();
      view = null;
    }
    if (question == null
        || jobs.stream()
            .noneMatch(
                job -> job.jobId().equals(question.jobId()) && !ENDED.contains(job.state()))) {
      return CompletableFuture.completedFuture(null);
    }
    return rest.call(target.address(), new JobRestarts(question.jobId()))
        .handle(
            (answer, failure) -> {
              if (answer != null && answer.known()) {
                counted(question, answer.restarts());
              }
              return null;
            });
  }

  private void counted(RestartsQuestion question, long restarts) {
    long now = timer.nanoTime();
    Sample last = samples.peekLast();
    if (last != null && restarts < last.restarts()) {
      samples.clear(); // another JobManager counts from the beginning
    }
    if (samples.isEmpty() || samples.getLast().restarts() != restarts) {
      samples.addLast(new Sample(now, restarts));
    }
    // The newest from before the window stays: what has come since is counted against it.
    while (samples.size() > 1 && older(question, second(), now)) {
      samples.removeFirst();
    }
    long before = samples.getFirst().restarts();
    view =
        new RestartsView(
            question,
            older(question, samples.getLast(), now) ? 0 : samples.getLast().restarts() - before);
  }

  private Sample second() {
    var each = samples.iterator();
    each.next();
    return each.next();
  }

  private static boolean older(RestartsQuestion question, Sample sample, long now) {
    return now - sample.nanoTime() > question.within().toNanos();
  }
}
