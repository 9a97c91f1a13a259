package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobVertex;
import dev.flinkoperator.flinkrest.JobVertices;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.ResourceRequirements;
import dev.flinkoperator.flinkrest.VertexBounds;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.VertexView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster between which bounds a job runs and how parallel it really does, where its spec
 * says something about that: two requests a round, until the answer is as wanted; then again only
 * when the job has changed. Used by one round of questions at a time.
 */
final class RescaleQuestions {

  /** Flink tells the vertices from a cache that is 3 s old, and the change of a job at once. */
  private static final Duration CACHED = Duration.ofSeconds(5);

  /** Once may be the JobManager's trouble with itself. */
  private static final int BELIEVED = 2;

  /** What Flink, or what stands in front of it, says when it is not the question that is wrong. */
  private static final Set<Integer> NO_REFUSAL = Set.of(408, 409, 425, 429, 502, 503, 504);

  private final FlinkRest rest;
  private final PollTimer timer;
  private final Clock clock;
  private @Nullable RescaleQuestion asked;
  private @Nullable RescaleView view;
  private @Nullable Change change;
  private long changedNanos;
  private boolean settled;
  private int refusals;

  /** A job with the same of these has been rescaled by nobody. */
  private record Change(@Nullable Instant start, @Nullable Instant lastModification) {}

  RescaleQuestions(FlinkRest rest, PollTimer timer, Clock clock) {
    this.rest = rest;
    this.timer = timer;
    this.clock = clock;
  }

  /** Null: not asked, or never answered. */
  @Nullable RescaleView view() {
    return view;
  }

  /** Never completes with a failure: no answer leaves what is known. */
  CompletableFuture<Void> ask(PollTarget target, List<JobSummary> jobs) {
    RescaleQuestion question = target.rescale();
    if (question == null || !question.equals(asked)) {
      asked = question;
      view = null;
      change = null;
      refusals = 0;
    }
    JobSummary job = question == null ? null : running(jobs, question.jobId());
    if (question == null || job == null) {
      return CompletableFuture.completedFuture(null);
    }
    long now = timer.nanoTime();
    Change seen = new Change(job.startTime(), job.lastModification());
    if (!seen.equals(change)) {
      change = seen;
      changedNanos = now;
      settled = false;
    }
    if (settled) {
      return CompletableFuture.completedFuture(null);
    }
    boolean current = now - changedNanos >= CACHED.toNanos();
    return rest.call(target.address(), new ResourceRequirements(question.jobId()))
        .handle(
            (bounds, failure) ->
                failure == null
                    ? parallelism(target, question, bounds, current)
                    : CompletableFuture.<Void>completedFuture(failed(question, failure)))
        .thenCompose(done -> done);
  }

  private CompletableFuture<Void> parallelism(
      PollTarget target,
      RescaleQuestion question,
      SortedMap<String, VertexBounds> bounds,
      boolean current) {
    refusals = 0;
    SortedMap<String, VertexView> vertices = new TreeMap<>();
    bounds.forEach(
        (id, bound) -> vertices.put(id, new VertexView("", bound.lower(), bound.upper(), 0)));
    if (!question.metBy(vertices)) {
      told(question, vertices);
      return CompletableFuture.completedFuture(null);
    }
    return rest.call(target.address(), new JobVertices(question.jobId()))
        .handle(
            (running, failure) -> {
              if (running != null) {
                told(question, with(running, vertices));
                settled = current;
              }
              return null;
            });
  }

  private static SortedMap<String, VertexView> with(
      List<JobVertex> running, SortedMap<String, VertexView> vertices) {
    SortedMap<String, VertexView> all = new TreeMap<>(vertices);
    for (JobVertex vertex : running) {
      all.computeIfPresent(
          vertex.id(),
          (id, known) ->
              new VertexView(vertex.name(), known.lower(), known.upper(), vertex.parallelism()));
    }
    return all;
  }

  private void told(RescaleQuestion question, SortedMap<String, VertexView> vertices) {
    if (view == null || view.refusal() != null || !view.vertices().equals(vertices)) {
      view = new RescaleView(question, vertices, null, clock.instant());
    }
  }

  private @Nullable Void failed(RescaleQuestion question, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FlinkRestException known
        && known.outcome() == Outcome.HTTP_STATUS
        && !NO_REFUSAL.contains(known.httpStatus())
        && ++refusals >= BELIEVED) {
      view = RescaleView.refused(question, known.reason(), clock.instant());
      settled = true;
    }
    return null;
  }

  private static @Nullable JobSummary running(List<JobSummary> jobs, String jobId) {
    return jobs.stream()
        .filter(job -> job.jobId().equals(jobId) && job.state().equals("RUNNING"))
        .findFirst()
        .orElse(null);
  }
}
