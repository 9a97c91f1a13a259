package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt to submit a job does, as far as this process knows.
 *
 * @param reason why it has come to nothing, one line; null: it has not
 * @param since when that was known
 * @param open since when nobody waits any more for the end of an attempt under this id that may
 *     have reached Flink, this one or one before it; null: there is none such
 */
public record SubmissionView(
    String jobId,
    int attempt,
    State state,
    @Nullable String reason,
    Instant since,
    @Nullable Instant open) {

  public enum State {
    /** A process before this one may have sent it. */
    FORMER,
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

  public SubmissionView(
      String jobId, int attempt, State state, @Nullable String reason, Instant since) {
    this(
        jobId,
        attempt,
        state,
        reason,
        since,
        state == State.UNANSWERED || state == State.FORMER ? since : null);
  }

  /** What an earlier attempt has left open stays so, until Flink is known to have the job. */
  public SubmissionView after(@Nullable SubmissionView before) {
    if (before == null || !before.jobId.equals(jobId) || open != null || state == State.ACCEPTED) {
      return this;
    }
    return new SubmissionView(jobId, attempt, state, reason, since, before.open);
  }

  /** It has come to nothing, as far as this process knows. */
  public boolean failed() {
    return switch (state) {
      case FORMER, IN_FLIGHT, ACCEPTED -> false;
      case WRONG, NOT_NOW, REFUSED, UNANSWERED -> true;
    };
  }
}
