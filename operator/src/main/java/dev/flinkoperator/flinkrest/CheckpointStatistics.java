package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.HttpURLConnection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /jobs/:id/checkpoints}: what a job has completed. Flink keeps the answer for {@code
 * rest.cache.checkpoint-statistics.timeout}, by default as long as {@code web.refresh-interval} (3
 * seconds): it may be that much older than the question. A job that has ended is known for {@code
 * jobstore.expiration-time} (an hour).
 *
 * @param jobId 32 hex digits
 */
public record CheckpointStatistics(String jobId) implements Endpoint<JobCheckpoints> {

  public CheckpointStatistics {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/checkpoints";
  }

  @Override
  public JobCheckpoints read(JsonNode answer) throws UnexpectedAnswerException {
    JsonNode latest = answer.path("latest");
    if (!latest.isObject()) {
      throw new UnexpectedAnswerException("field 'latest' is missing or no object");
    }
    CompletedCheckpoint newest = newer(null, latest.path("completed"));
    newest = newer(newest, latest.path("savepoint"));
    for (JsonNode each : answer.path("history")) {
      newest = newer(newest, each);
    }
    return new JobCheckpoints(newest, checkpoint(latest.path("restored"), "restore_timestamp"));
  }

  /** A job without checkpointing is refused, though the question is answered by that. */
  @Override
  public @Nullable JobCheckpoints readRefusal(int status, String detail) {
    return status == HttpURLConnection.HTTP_NOT_FOUND
            && detail.contains("Checkpointing has not been enabled")
        ? JobCheckpoints.NONE
        : null;
  }

  @Override
  public String explain(int status, String detail) {
    return status == HttpURLConnection.HTTP_NOT_FOUND
        ? "the cluster does not know this job (HTTP 404)"
        : Endpoint.super.explain(status, detail);
  }

  private static @Nullable CompletedCheckpoint newer(
      @Nullable CompletedCheckpoint one, JsonNode other) throws UnexpectedAnswerException {
    if (!other.path("status").asText().equals("COMPLETED")) {
      return one;
    }
    CompletedCheckpoint completed = checkpoint(other, "latest_ack_timestamp");
    return completed == null || (one != null && one.id() >= completed.id()) ? one : completed;
  }

  private static @Nullable CompletedCheckpoint checkpoint(JsonNode node, String timeField)
      throws UnexpectedAnswerException {
    if (!node.isObject()) {
      return null;
    }
    if (!node.path("id").canConvertToLong()) {
      throw new UnexpectedAnswerException("a checkpoint without number");
    }
    Fields fields = new Fields(node);
    Instant time = fields.timeOrNull(timeField);
    if (time == null) {
      time = fields.timeOrNull("trigger_timestamp");
    }
    if (time == null) {
      throw new UnexpectedAnswerException("field '" + timeField + "' is missing or no time");
    }
    boolean discarded = node.path("discarded").asBoolean(false);
    return new CompletedCheckpoint(
        node.path("id").asLong(),
        discarded ? null : fields.locationOrNull("external_path"),
        time,
        node.path("is_savepoint").asBoolean(false));
  }
}
