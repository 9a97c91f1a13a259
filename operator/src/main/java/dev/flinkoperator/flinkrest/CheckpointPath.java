package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * {@code GET /jobs/:id/checkpoints/details/:number}: where a job can be started from that
 * checkpoint. Empty: nowhere, as it was in the JobManager's memory or has been thrown away.
 *
 * @param jobId 32 hex digits
 */
public record CheckpointPath(String jobId, long number) implements Endpoint<Optional<String>> {

  public CheckpointPath {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "checkpoint-details";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/checkpoints/details/" + number;
  }

  @Override
  public Optional<String> read(JsonNode answer) throws UnexpectedAnswerException {
    return answer.path("discarded").asBoolean(false)
        ? Optional.empty()
        : Optional.ofNullable(new Fields(answer).locationOrNull("external_path"));
  }
}
