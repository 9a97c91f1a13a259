package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /jobs/:id/stop}: takes a savepoint and ends the job with it; if the savepoint fails
 * the job runs on.
 *
 * <p>To ask again with the same trigger id is harmless: the Dispatcher starts nothing if it knows
 * the pair of job and trigger id, and says yes again ({@code
 * DispatcherCachedOperationsHandler#registerOperationIdempotently}, the same in 1.20 and 2.3). It
 * knows it while the operation runs and for {@code rest.async.store-duration} (5 minutes) after its
 * end, be it a failure; a JobManager that has forgotten, or was restarted, begins anew. Stops and
 * savepoints share this memory, checkpoints have their own.
 *
 * @param jobId 32 hex digits
 * @param triggerId 32 hex digits, chosen by the one who asks; null: Flink chooses, as it always
 *     does before 1.15 (FLINK-24208), where the field is refused and to ask twice is to start twice
 * @param directory for the savepoint; null: the cluster's own {@code
 *     execution.checkpointing.savepoint-dir}, without which Flink answers 400
 * @param drain sends MAX_WATERMARK first, so that timers and windows fire: for a job that is not to
 *     go on
 * @param formatType CANONICAL or NATIVE; null: Flink's own, the only one before 1.15
 */
public record StopWithSavepoint(
    String jobId,
    @Nullable String triggerId,
    @Nullable String directory,
    boolean drain,
    @Nullable String formatType)
    implements Endpoint<Accepted> {

  public StopWithSavepoint {
    HexId.require("A job id", jobId);
    if (triggerId != null) {
      HexId.require("A trigger id", triggerId);
    }
  }

  @Override
  public String name() {
    return "stop-with-savepoint";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/stop";
  }

  @Override
  public String body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("drain", drain);
    if (formatType != null) {
      body.put("formatType", formatType);
    }
    if (triggerId != null) {
      body.put("triggerId", triggerId);
    }
    if (directory != null) {
      body.put("targetDirectory", directory);
    }
    return body.toString();
  }

  @Override
  public Accepted read(JsonNode answer) throws UnexpectedAnswerException {
    return Accepted.under(new Fields(answer));
  }
}
