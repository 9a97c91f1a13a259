package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code GET /jobs/:id/resource-requirements}: the bounds of every vertex of a job (FLIP-291, Flink
 * 1.18 and later). Only the adaptive scheduler has them, any other answers with 500; an older Flink
 * does not know the path, 404.
 *
 * @param jobId 32 hex digits
 */
public record ResourceRequirements(String jobId)
    implements Endpoint<SortedMap<String, VertexBounds>> {

  public ResourceRequirements {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "resource-requirements";
  }

  @Override
  public String path() {
    return path(jobId);
  }

  static String path(String jobId) {
    return "/jobs/" + jobId + "/resource-requirements";
  }

  @Override
  public SortedMap<String, VertexBounds> read(JsonNode answer) throws UnexpectedAnswerException {
    if (!answer.isObject()) {
      throw new UnexpectedAnswerException("no bounds by vertex");
    }
    SortedMap<String, VertexBounds> bounds = new TreeMap<>();
    for (Map.Entry<String, JsonNode> vertex : answer.properties()) {
      if (!HexId.is(vertex.getKey())) {
        throw new UnexpectedAnswerException("the bounds are of something that is no vertex");
      }
      JsonNode parallelism = vertex.getValue().path("parallelism");
      bounds.put(
          vertex.getKey(),
          new VertexBounds(bound(parallelism, "lowerBound"), bound(parallelism, "upperBound")));
    }
    return bounds;
  }

  /** What is sent back with the others must not be guessed. */
  private static int bound(JsonNode parallelism, String name) throws UnexpectedAnswerException {
    JsonNode bound = parallelism.path(name);
    if (!bound.canConvertToInt() || !bound.isIntegralNumber()) {
      throw new UnexpectedAnswerException("field '" + name + "' is missing or no number");
    }
    return bound.asInt();
  }
}
