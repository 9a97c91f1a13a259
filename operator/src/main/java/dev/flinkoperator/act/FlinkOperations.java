package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.CancelJob;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.StopWithSavepoint;
import dev.flinkoperator.flinkrest.TriggerCheckpoint;
import dev.flinkoperator.flinkrest.TriggerSavepoint;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.plan.Operation;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Flink for operations and does not wait: the poller is told that Flink has answered, and
 * hears from Flink how the operation does. A request without an answer is forgotten: if it has not
 * got through, Flink does not know the operation and it is asked for again.
 */
public final class FlinkOperations {

  private static final Logger LOG = LoggerFactory.getLogger(FlinkOperations.class);

  /** What Flink, or what stands in front of it, says when it is not the request that is wrong. */
  private static final Set<Integer> NO_REFUSAL = Set.of(408, 425, 429, 502, 503, 504);

  private final FlinkRest rest;
  private final JobPoller poller;
  private final SavepointDisposals disposals;
  private final Rescales rescales;
  private final Map<ResourceID, Request> inFlight = new ConcurrentHashMap<>();

  public FlinkOperations(FlinkRest rest, JobPoller poller) {
    this.rest = rest;
    this.poller = poller;
    this.disposals = new SavepointDisposals(rest, poller);
    this.rescales = new Rescales(rest, poller);
  }

  private record Request(OperationQuestion question, CompletableFuture<Accepted> answer) {}

  /** Does nothing while the same request is on its way. */
  void start(ResourceID id, Step.StartOperation step) {
    OperationQuestion question = step.operation().question();
    Request before = inFlight.get(id);
    if (before != null && before.question.equals(question)) {
      return;
    }
    Request request = new Request(question, new CompletableFuture<>());
    inFlight.put(id, request);
    CompletableFuture<Accepted> call = call(step);
    // Forgetting the request gives the call up.
    request.answer.whenComplete((answer, failure) -> call.cancel(false));
    call.whenComplete(
        (answer, failure) -> {
          // Of an older request nobody wants to hear any more.
          if (inFlight.remove(id, request)) {
            answered(id, step.operation(), answer, failure);
          }
        });
  }

  void dispose(ResourceID id, Step.DisposeSavepoint step) {
    disposals.start(id, step);
  }

  /** Leaves the savepoint where it is, and says why. */
  void spare(ResourceID id, Step.DisposeSavepoint step, String reason) {
    poller.spared(id, step.path(), reason);
  }

  void rescale(ResourceID id, Step.Rescale step) {
    rescales.start(id, step);
  }

  void forget(ResourceID id) {
    Request request = inFlight.remove(id);
    if (request != null) {
      request.answer.cancel(false);
    }
  }

  private CompletableFuture<Accepted> call(Step.StartOperation step) {
    try {
      return rest.call(step.address(), endpoint(step));
    } catch (IllegalArgumentException e) {
      // An id in the status that is none: somebody has edited it.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Endpoint<Accepted> endpoint(Step.StartOperation step) {
    String job = step.operation().jobId();
    String id = step.takesIds() ? step.operation().triggerId() : null;
    String format = step.takesIds() ? step.formatType() : null;
    return switch (step.operation().kind()) {
      case StopWithSavepoint ->
          new StopWithSavepoint(job, id, step.directory(), step.drain(), format);
      case Savepoint -> new TriggerSavepoint(job, id, step.directory(), format);
      case Checkpoint ->
          new TriggerCheckpoint(job, step.operation().triggerId(), step.formatType());
      case Cancel -> new CancelJob(job);
    };
  }

  private void answered(
      ResourceID id, Operation operation, @Nullable Accepted answer, @Nullable Throwable failure) {
    if (failure == null) {
      poller.accepted(id, operation.question(), answer == null ? null : answer.triggerId());
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String message = String.valueOf(cause.getMessage());
    boolean refused = isRefusal(cause);
    LOG.atInfo()
        .addKeyValue("namespace", id.getNamespace().orElse(""))
        .addKeyValue("name", id.getName())
        .log(
            refused ? "Flink refuses {} (attempt {}): {}" : "No answer to {} (attempt {}): {}",
            operation.kind(),
            operation.attempt(),
            message);
    if (refused) {
      poller.answered(
          id,
          operation.question(),
          cause instanceof FlinkRestException known ? known.reason() : message);
    }
  }

  private static boolean isRefusal(Throwable failure) {
    if (failure instanceof FlinkRestException known) {
      return known.outcome() == Outcome.HTTP_STATUS && !NO_REFUSAL.contains(known.httpStatus());
    }
    return failure instanceof IllegalArgumentException;
  }
}
