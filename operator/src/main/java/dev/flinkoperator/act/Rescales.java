package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.UpdateResourceRequirements;
import dev.flinkoperator.flinkrest.VertexBounds;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Flink run jobs within other bounds, one request of a resource at a time, and does not wait.
 * To ask twice for the same does nothing, so a request without an answer is simply sent again.
 */
final class Rescales {

  private static final Logger LOG = LoggerFactory.getLogger(Rescales.class);

  /** Another such request is being dealt with, or nobody who could is there. */
  private static final Set<Integer> LATER = Set.of(408, 409, 425, 429, 502, 503, 504);

  private final FlinkRest rest;
  private final JobPoller poller;
  private final Map<ResourceID, RescaleQuestion> inFlight = new ConcurrentHashMap<>();

  Rescales(FlinkRest rest, JobPoller poller) {
    this.rest = rest;
    this.poller = poller;
  }

  /** Does nothing while the same request is on its way. */
  void start(ResourceID id, Step.Rescale step) {
    RescaleQuestion question = step.answer().question();
    if (question.equals(inFlight.put(id, question))) {
      return;
    }
    CompletableFuture.completedFuture(null)
        .thenCompose(
            nothing ->
                rest.call(
                    step.address(),
                    new UpdateResourceRequirements(question.jobId(), bounds(step.answer()))))
        .whenComplete((answer, failure) -> answered(id, question, answer, failure));
  }

  /** The lower bound only gives way: what the job can do without is its owner's to say. */
  private static SortedMap<String, VertexBounds> bounds(RescaleView answer) {
    SortedMap<String, VertexBounds> bounds = new TreeMap<>();
    answer
        .vertices()
        .forEach(
            (id, vertex) -> {
              int target = answer.question().targets().getOrDefault(id, vertex.upper());
              bounds.put(id, new VertexBounds(Math.min(vertex.lower(), target), target));
            });
    return bounds;
  }

  private void answered(
      ResourceID id,
      RescaleQuestion question,
      @Nullable Accepted answer,
      @Nullable Throwable failure) {
    inFlight.remove(id, question);
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    boolean refused =
        cause instanceof FlinkRestException known
            && known.outcome() == Outcome.HTTP_STATUS
            && !LATER.contains(known.httpStatus());
    LOG.atInfo()
        .addKeyValue("namespace", id.getNamespace().orElse(""))
        .addKeyValue("name", id.getName())
        .log(
            cause == null ? "Flink rescales job {}{}" : "Job {} is not rescaled: {}",
            question.jobId(),
            cause == null ? "" : String.valueOf(cause.getMessage()));
    if (cause == null) {
      poller.rescaled(id, question, null);
    } else if (refused) {
      poller.rescaled(id, question, ((FlinkRestException) cause).reason());
    }
  }
}
