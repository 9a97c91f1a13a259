package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import org.jspecify.annotations.Nullable;

/**
 * How the last request for an operation was answered. A refusal is the end of the operation only if
 * Flink, asked after it, does not know the operation: an earlier request with the same trigger id
 * may have got through.
 */
final class OperationRequests {

  private @Nullable OperationQuestion last;
  private @Nullable String refusal;

  /**
   * @param why null: not refused
   */
  void answered(OperationQuestion question, @Nullable String why) {
    last = question;
    refusal = why;
  }

  boolean answered(OperationQuestion question) {
    return question.equals(last);
  }

  /** Null: not refused, as far as is known. */
  OperationView.@Nullable Failed refused(@Nullable OperationQuestion question) {
    return question != null && refusal != null && question.equals(last)
        ? new OperationView.Failed(question.triggerId(), refusal)
        : null;
  }
}
