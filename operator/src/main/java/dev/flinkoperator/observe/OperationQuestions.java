package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.CheckpointPath;
import dev.flinkoperator.flinkrest.CheckpointResult;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.SavepointResult;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cluster how an operation does, until it has ended: Flink forgets the result in time. Used
 * by one round of questions at a time.
 */
final class OperationQuestions {

  /** Some seconds: Flink's statistics are at most three old unless somebody has said otherwise. */
  private static final int MOST_UNLOCATED = 10;

  private final FlinkRest rest;
  private @Nullable OperationView view;
  private volatile @Nullable Alias alias;
  private int unlocated;

  OperationQuestions(FlinkRest rest) {
    this.rest = rest;
  }

  /** Null: not asked, or never answered. */
  @Nullable OperationView view() {
    return view;
  }

  /** Flink before 1.15 gives operations ids of its own; forgotten with this process. */
  void knownAs(OperationQuestion question, String id) {
    alias = new Alias(question, id);
  }

  /** Never completes with a failure: no answer leaves what is known. */
  CompletableFuture<Void> ask(URI address, @Nullable OperationQuestion question) {
    if (view != null && (question == null || !view.triggerId().equals(question.triggerId()))) {
      view = null;
    }
    if (question == null || ended()) {
      return CompletableFuture.completedFuture(null);
    }
    String asked = idOf(question);
    Endpoint<OperationResult> endpoint = endpoint(question, asked);
    if (endpoint == null) {
      return CompletableFuture.completedFuture(null);
    }
    return rest.call(address, endpoint)
        .thenCompose(result -> located(address, question, result))
        .handle(
            (result, failure) -> {
              // Of an id that Flink has never had, or has no more, nothing is learnt.
              if (result != null && asked.equals(idOf(question))) {
                view = view(question.triggerId(), result);
              }
              return null;
            });
  }

  /**
   * Of a checkpoint that was taken Flink tells the number first, and where it is by that: from its
   * statistics, which are some time old (web.refresh-interval), and so are asked more than once.
   */
  private CompletableFuture<OperationResult> located(
      URI address, OperationQuestion question, OperationResult result) {
    if (!(result instanceof OperationResult.Completed completed)
        || completed.location() != null
        || completed.checkpoint() == null) {
      unlocated = 0;
      return CompletableFuture.completedFuture(result);
    }
    return rest.call(address, new CheckpointPath(question.jobId(), completed.checkpoint()))
        .handle(
            (path, failure) -> {
              if (path != null) {
                return new OperationResult.Completed(path.orElse(null), completed.checkpoint());
              }
              return ++unlocated < MOST_UNLOCATED ? new OperationResult.InProgress() : completed;
            });
  }

  private boolean ended() {
    return view instanceof OperationView.Completed || view instanceof OperationView.Failed;
  }

  private String idOf(OperationQuestion question) {
    Alias known = alias;
    return known != null && known.question.equals(question) ? known.id : question.triggerId();
  }

  private static @Nullable Endpoint<OperationResult> endpoint(
      OperationQuestion question, String id) {
    return switch (question.kind()) {
      case StopWithSavepoint, Savepoint -> new SavepointResult(question.jobId(), id);
      case Checkpoint -> new CheckpointResult(question.jobId(), id);
      case Cancel -> null;
    };
  }

  private static OperationView view(String triggerId, OperationResult result) {
    if (result instanceof OperationResult.Completed completed) {
      return new OperationView.Completed(triggerId, completed.location());
    }
    if (result instanceof OperationResult.Failed failed) {
      return new OperationView.Failed(triggerId, failed.reason());
    }
    return result instanceof OperationResult.InProgress
        ? new OperationView.Running(triggerId)
        : new OperationView.NotKnown(triggerId);
  }

  private record Alias(OperationQuestion question, String id) {}
}
