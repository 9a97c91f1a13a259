package dev.flinkoperator.plan;

import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Follows an operation that ends a job: asked for, asked again, tried anew, done. */
final class EndingOperation {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private EndingOperation() {}

  static Stop first(StateKnowledge state, OperationKind kind, StopWish wish, Instant now) {
    Operation operation =
        new Operation(
            kind,
            state.inForce().jobId(),
            triggerId(state, kind, 1, now),
            wish.cause(),
            null,
            1,
            now,
            state.newestNumber(),
            null);
    return new Stop.Asking(operation, true, health(operation));
  }

  /**
   * @return null: it says nothing any more of how the job ends; that is to be judged without it
   */
  static @Nullable Stop judge(
      StateKnowledge state, Operation operation, StopWish wish, Instant now) {
    return operation.kind() == OperationKind.Cancel
        ? cancellation(state, operation)
        : stopWithSavepoint(state, operation, wish, now);
  }

  private static @Nullable Stop cancellation(StateKnowledge state, Operation operation) {
    JobView job = state.job();
    if (job == null || StateKnowledge.terminal(job)) {
      return null;
    }
    return new Stop.Asking(operation, !job.state().equals("CANCELLING"), health(operation));
  }

  private static @Nullable Stop stopWithSavepoint(
      StateKnowledge state, Operation operation, StopWish wish, Instant now) {
    OperationView answer = StopJudge.answer(state, operation);
    if (answer instanceof OperationView.Completed completed && completed.path() != null) {
      return new Stop.Ended(
          new RestorePoint(
              RestorePoint.Kind.Savepoint,
              completed.path(),
              operation.jobId(),
              now,
              operation.cause(),
              true,
              operation.leastNumber()));
    }
    if (answer instanceof OperationView.Failed || answer instanceof OperationView.NotKnown) {
      if ((state.job() != null && !state.running()) || state.endedUnseen(now)) {
        return null; // nothing is under way, and a job that does not run takes no savepoint
      }
      return answer instanceof OperationView.Failed failed
          ? again(state, operation, failed.reason(), now)
          : new Stop.Asking(
              operation,
              state.running() && !now.isBefore(operation.startTime()),
              health(operation));
    }
    // Under way, or Flink has not answered: a silent JobManager may have completed it.
    return hopeless(state) ? null : new Stop.Asking(operation, false, health(operation));
  }

  /** Another attempt is waited for: Flink has not been asked for it. */
  static boolean putOff(StateKnowledge state, Operation operation, Instant now) {
    OperationView answer = StopJudge.answer(state, operation);
    return operation.startTime().isAfter(now)
        && (answer == null || answer instanceof OperationView.NotKnown);
  }

  private static boolean hopeless(StateKnowledge state) {
    return state.job() == null
        && (state.seen().jobManager() == null
            || PodHealth.stuck(state.seen().pods(), state.seen().jobManager()) != null);
  }

  private static Stop again(StateKnowledge state, Operation failed, String reason, Instant now) {
    int attempt = failed.attempt() + 1;
    long factor = 1L << Math.min(attempt - 2, 10);
    Duration pause = FIRST_PAUSE.multipliedBy(factor);
    Operation next =
        new Operation(
            failed.kind(),
            failed.jobId(),
            triggerId(state, failed.kind(), attempt, now),
            failed.cause(),
            failed.nonce(),
            attempt,
            now.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE),
            state.newestNumber(),
            reason);
    return new Stop.Asking(next, false, health(next));
  }

  static String triggerId(StateKnowledge state, OperationKind kind, int attempt, Instant now) {
    String content =
        state.seen().resource().getMetadata().getUid()
            + state.inForce().name()
            + kind
            + attempt
            + now.toEpochMilli();
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }

  private static Health health(Operation operation) {
    if (operation.kind() == OperationKind.Cancel) {
      return Health.progressing(
          Reason.CancellingJob, "Cancelling the job; its newest checkpoint stays");
    }
    return operation.error() == null
        ? Health.progressing(Reason.TakingSavepoint, "Stopping the job with a savepoint")
        : Health.progressing(
            Reason.SavepointFailed,
            "Savepoint attempt "
                + (operation.attempt() - 1)
                + " failed, the job goes on; attempt "
                + operation.attempt()
                + " follows at "
                + operation.startTime().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + ". "
                + operation.error());
  }
}
