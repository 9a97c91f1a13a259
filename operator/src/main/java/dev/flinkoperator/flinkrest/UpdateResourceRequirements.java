package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code PUT /jobs/:id/resource-requirements}: has Flink run the vertices within other bounds, as
 * soon as there are slots for it. The job keeps its id; it is restarted from its last checkpoint
 * without its JobManager. To ask for the same again does nothing.
 *
 * <p>409 while another such request is being dealt with; 400 if a vertex of the job is not named,
 * or bounds are out of order.
 *
 * @param jobId 32 hex digits
 * @param bounds of every vertex of the job
 */
public record UpdateResourceRequirements(String jobId, SortedMap<String, VertexBounds> bounds)
    implements Endpoint<Accepted> {

  public UpdateResourceRequirements {
    HexId.require("A job id", jobId);
    bounds = new TreeMap<>(bounds);
  }

  @Override
  public String name() {
    return "update-resource-requirements";
  }

  @Override
  public String method() {
    return "PUT";
  }

  @Override
  public String path() {
    return ResourceRequirements.path(jobId);
  }

  @Override
  public String body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, VertexBounds> vertex : bounds.entrySet()) {
      body.putObject(vertex.getKey())
          .putObject("parallelism")
          .put("lowerBound", vertex.getValue().lower())
          .put("upperBound", vertex.getValue().upper());
    }
    return body.toString();
  }

  @Override
  public Accepted read(JsonNode answer) {
    return new Accepted(null);
  }
}
