package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * {@code POST /savepoint-disposal}: deletes a savepoint's files. Flink chooses the trigger id
 * itself, so that to ask twice runs twice; the second one fails as the files are gone.
 *
 * @param savepointPath as Flink gave it
 */
public record DisposeSavepoint(String savepointPath) implements Endpoint<Accepted> {

  @Override
  public String name() {
    return "savepoint-disposal";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String path() {
    return "/savepoint-disposal";
  }

  @Override
  public String body() {
    return JsonNodeFactory.instance.objectNode().put("savepoint-path", savepointPath).toString();
  }

  @Override
  public Accepted read(JsonNode answer) throws UnexpectedAnswerException {
    return Accepted.under(new Fields(answer));
  }
}
