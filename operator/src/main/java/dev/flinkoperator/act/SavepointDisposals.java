package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.DisposeSavepoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.SavepointDisposalResult;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Flink delete savepoints, one of a resource at a time, and does not wait. What is cut off is
 * simply asked for again: a savepoint whose files are not there any more is as good as deleted.
 */
final class SavepointDisposals {

  private static final Logger LOG = LoggerFactory.getLogger(SavepointDisposals.class);
  private static final int MOST_QUESTIONS = 300;

  /** What Flink says where there is no such savepoint. */
  private static final String NOT_THERE = "Cannot find checkpoint or savepoint";

  private final FlinkRest rest;
  private final JobPoller poller;
  private final Executor aSecondLater;
  private final Map<ResourceID, String> inFlight = new ConcurrentHashMap<>();

  SavepointDisposals(FlinkRest rest, JobPoller poller) {
    this.rest = rest;
    this.poller = poller;
    this.aSecondLater = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
  }

  /** Does nothing while one is under way. */
  void start(ResourceID id, Step.DisposeSavepoint step) {
    if (inFlight.putIfAbsent(id, step.path()) != null) {
      return;
    }
    CompletableFuture.completedFuture(null)
        .thenCompose(nothing -> rest.call(step.address(), new DisposeSavepoint(step.path())))
        .thenCompose(accepted -> result(step.address(), accepted, 1))
        .whenComplete((result, failure) -> ended(id, step.path(), result, failure));
  }

  private CompletableFuture<OperationResult> result(URI address, Accepted accepted, int question) {
    if (accepted.triggerId() == null) {
      return CompletableFuture.completedFuture(new OperationResult.NotKnown());
    }
    return rest.call(address, new SavepointDisposalResult(accepted.triggerId()))
        .thenCompose(
            answer ->
                answer instanceof OperationResult.InProgress && question < MOST_QUESTIONS
                    ? CompletableFuture.runAsync(() -> {}, aSecondLater)
                        .thenCompose(nothing -> result(address, accepted, question + 1))
                    : CompletableFuture.completedFuture(answer));
  }

  private void ended(
      ResourceID id, String path, @Nullable OperationResult result, @Nullable Throwable failure) {
    inFlight.remove(id, path);
    String reason = failure == null ? reason(result) : reason(failure);
    LOG.atInfo()
        .addKeyValue("namespace", id.getNamespace().orElse(""))
        .addKeyValue("name", id.getName())
        .log(
            "Savepoint {} is {}disposed of{}",
            path,
            reason == null ? "" : "not ",
            reason == null ? "" : ": " + reason);
    poller.disposed(id, path, reason);
  }

  private static @Nullable String reason(@Nullable OperationResult result) {
    if (result instanceof OperationResult.Completed) {
      return null;
    }
    if (result instanceof OperationResult.Failed failed) {
      return failed.reason().contains(NOT_THERE) ? null : failed.reason();
    }
    return "Flink does not say what has become of it";
  }

  private static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof FlinkRestException known
        ? known.reason()
        : String.valueOf(cause.getMessage());
  }
}
