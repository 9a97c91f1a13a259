package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** How something does that Flink was asked to do in the background. */
public sealed interface OperationResult {

  record InProgress() implements OperationResult {}

  /**
   * @param location of the savepoint; null: it was none, or Flink does not tell
   * @param checkpoint number of the checkpoint, which Flink tells instead of its location; null: it
   *     was none
   */
  record Completed(@Nullable String location, @Nullable Long checkpoint)
      implements OperationResult {

    /** Of something that is no checkpoint. */
    public Completed(@Nullable String location) {
      this(location, null);
    }
  }

  /**
   * @param reason one line of at most 1,000 chars, causes without stack trace
   */
  record Failed(String reason) implements OperationResult {}

  /** Flink was never asked with this trigger id, or has forgotten it. */
  record NotKnown() implements OperationResult {}

  /**
   * Reads {@code {"status": {"id": "COMPLETED"}, "operation": {…}}}.
   *
   * @param causeField of the operation, which Flink names in two ways
   */
  static OperationResult read(JsonNode answer, String causeField) throws UnexpectedAnswerException {
    String status = new Fields(answer.path("status")).text("id");
    if (status.equals("IN_PROGRESS")) {
      return new InProgress();
    }
    if (!status.equals("COMPLETED")) {
      throw new UnexpectedAnswerException("status is '" + OneLine.of(status, 40) + "'");
    }
    JsonNode operation = answer.path("operation");
    JsonNode cause = operation.path(causeField);
    if (cause.isObject()) {
      return new Failed(reason(new Fields(cause)));
    }
    JsonNode checkpoint = operation.path("checkpointId");
    return new Completed(
        new Fields(operation).locationOrNull("location"),
        checkpoint.canConvertToLong() ? checkpoint.asLong() : null);
  }

  /**
   * An HTTP status other than 2xx, if it is Flink's way to say that it does not know the operation:
   * "There is no savepoint operation with triggerId=… for job …", and of a disposal "Operation not
   * found under key: …". Any other 404 may come from anybody.
   */
  static @Nullable OperationResult refused(int status, String detail, String triggerId) {
    return status == HttpURLConnection.HTTP_NOT_FOUND
            && (detail.contains(triggerId) || detail.contains("Operation not found under key"))
        ? new NotKnown()
        : null;
  }

  private static String reason(Fields cause) {
    String trace = cause.textOrNull("stack-trace");
    String reason = trace == null ? null : RootCause.of(trace);
    if (reason == null) {
      String type = cause.textOrNull("class");
      reason = type == null ? null : RootCause.of(type);
    }
    return reason == null ? "Flink gave no reason" : reason;
  }
}
