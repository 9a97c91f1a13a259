package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /jobs/:id/savepoints/:triggerId}: how a {@link TriggerSavepoint} or {@link
 * StopWithSavepoint} does. Flink keeps a result for {@code rest.async.store-duration} (5 minutes)
 * and in the JobManager's memory only.
 *
 * @param jobId 32 hex digits
 * @param triggerId 32 hex digits
 */
public record SavepointResult(String jobId, String triggerId) implements Endpoint<OperationResult> {

  public SavepointResult {
    HexId.require("A job id", jobId);
    HexId.require("A trigger id", triggerId);
  }

  @Override
  public String name() {
    return "savepoint-result";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/savepoints/" + triggerId;
  }

  @Override
  public OperationResult read(JsonNode answer) throws UnexpectedAnswerException {
    OperationResult result = OperationResult.read(answer, "failure-cause");
    if (result instanceof OperationResult.Completed completed && completed.location() == null) {
      throw new UnexpectedAnswerException("a savepoint without location");
    }
    return result;
  }

  @Override
  public @Nullable OperationResult readRefusal(int status, String detail) {
    return OperationResult.refused(status, detail, triggerId);
  }
}
