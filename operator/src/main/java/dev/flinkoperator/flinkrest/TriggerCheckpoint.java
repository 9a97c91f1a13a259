package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * {@code POST /jobs/:id/checkpoints}, since Flink 1.17: takes a checkpoint out of turn. To ask
 * again with the same trigger id starts nothing while the first runs and for {@code
 * rest.async.store-duration} after it ({@code DispatcherCachedOperationsHandler#triggerCheckpoint},
 * 1.20 and 2.3).
 *
 * @param jobId 32 hex digits
 * @param triggerId 32 hex digits, chosen by the one who asks
 * @param checkpointType FULL, INCREMENTAL or CONFIGURED
 */
public record TriggerCheckpoint(String jobId, String triggerId, String checkpointType)
    implements Endpoint<Accepted> {

  public TriggerCheckpoint {
    HexId.require("A job id", jobId);
    HexId.require("A trigger id", triggerId);
  }

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/checkpoints";
  }

  @Override
  public String body() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("checkpointType", checkpointType)
        .put("triggerId", triggerId)
        .toString();
  }

  @Override
  public Accepted read(JsonNode answer) throws UnexpectedAnswerException {
    return Accepted.under(new Fields(answer));
  }
}
