package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /savepoint-disposal/:triggerId}: how a {@link DisposeSavepoint} does.
 *
 * @param triggerId 32 hex digits, from the answer to the request
 */
public record SavepointDisposalResult(String triggerId) implements Endpoint<OperationResult> {

  public SavepointDisposalResult {
    HexId.require("A trigger id", triggerId);
  }

  @Override
  public String name() {
    return "savepoint-disposal-result";
  }

  @Override
  public String path() {
    return "/savepoint-disposal/" + triggerId;
  }

  @Override
  public OperationResult read(JsonNode answer) throws UnexpectedAnswerException {
    return OperationResult.read(answer, "failure-cause");
  }

  @Override
  public @Nullable OperationResult readRefusal(int status, String detail) {
    return OperationResult.refused(status, detail, triggerId);
  }
}
