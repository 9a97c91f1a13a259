package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /jobs/:id/savepoints}: takes a savepoint of a job that runs on. To ask again with the
 * same trigger id is as harmless as for {@link StopWithSavepoint}.
 *
 * @param jobId 32 hex digits
 * @param triggerId 32 hex digits, chosen by the one who asks; null: Flink chooses, as it always
 *     does before 1.15 (FLINK-24208), where the field is refused and to ask twice is to start twice
 * @param directory for the savepoint; null: the cluster's own {@code
 *     execution.checkpointing.savepoint-dir}, without which Flink answers 400
 * @param formatType CANONICAL or NATIVE; null: Flink's own, the only one before 1.15
 */
public record TriggerSavepoint(
    String jobId,
    @Nullable String triggerId,
    @Nullable String directory,
    @Nullable String formatType)
    implements Endpoint<Accepted> {

  public TriggerSavepoint {
    HexId.require("A job id", jobId);
    if (triggerId != null) {
      HexId.require("A trigger id", triggerId);
    }
  }

  @Override
  public String name() {
    return "savepoint";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/savepoints";
  }

  @Override
  public String body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("cancel-job", false);
    if (formatType != null) {
      body.put("formatType", formatType);
    }
    if (triggerId != null) {
      body.put("triggerId", triggerId);
    }
    if (directory != null) {
      body.put("target-directory", directory);
    }
    return body.toString();
  }

  @Override
  public Accepted read(JsonNode answer) throws UnexpectedAnswerException {
    return Accepted.under(new Fields(answer));
  }
}
