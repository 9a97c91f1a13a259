package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /jobs/:id/checkpoints/:triggerId}: how a {@link TriggerCheckpoint} does. It tells no
 * path, only the checkpoint's number.
 *
 * @param jobId 32 hex digits
 * @param triggerId 32 hex digits
 */
public record CheckpointResult(String jobId, String triggerId)
    implements Endpoint<OperationResult> {

  public CheckpointResult {
    HexId.require("A job id", jobId);
    HexId.require("A trigger id", triggerId);
  }

  @Override
  public String name() {
    return "checkpoint-result";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/checkpoints/" + triggerId;
  }

  @Override
  public OperationResult read(JsonNode answer) throws UnexpectedAnswerException {
    return OperationResult.read(answer, "failureCause");
  }

  @Override
  public @Nullable OperationResult readRefusal(int status, String detail) {
    return OperationResult.refused(status, detail, triggerId);
  }
}
