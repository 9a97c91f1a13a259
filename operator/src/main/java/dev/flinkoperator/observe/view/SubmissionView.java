package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to submit a job does, as far as this process knows.
 *
 * @param reason why it has come to nothing, one line; null: it has not
 * @param since when that was known
 */
public record SubmissionView(
    String jobId, int attempt, State state, @Nullable String reason, Instant since) {

  public enum State {
    /** On its way. */
    IN_FLIGHT,
    /** Flink has taken the job, or had it already. */
    ACCEPTED,
    /** Only an edit helps. */
    WRONG,
    /** Nothing was started, and that may change by itself. */
    NOT_NOW,
    /** Flink has said no. */
    REFUSED,
    /** Sent, but nobody has answered: the job may appear at any time. */
    UNANSWERED
  }

  /** It has come to nothing, as far as this process knows. */
  public boolean failed() {
    return state != State.IN_FLIGHT && state != State.ACCEPTED;
  }
}
