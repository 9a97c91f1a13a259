package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /jobs/:id}: the vertices of a job and the parallelism each runs with. Flink answers
 * from a cache that is up to {@code web.refresh-interval} old, 3 s by default.
 *
 * @param jobId 32 hex digits
 */
public record JobVertices(String jobId) implements Endpoint<List<JobVertex>> {

  /** Flink names a vertex after all operators in its chain. */
  private static final int MAX_NAME = 256;

  public JobVertices {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "job-vertices";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId;
  }

  @Override
  public List<JobVertex> read(JsonNode answer) throws UnexpectedAnswerException {
    JsonNode vertices = answer.path("vertices");
    if (!vertices.isArray()) {
      throw new UnexpectedAnswerException("field 'vertices' is missing or no list");
    }
    List<JobVertex> read = new ArrayList<>(vertices.size());
    for (JsonNode vertex : vertices) {
      Fields fields = new Fields(vertex);
      String name = fields.textOrNull("name");
      read.add(
          new JobVertex(
              HexId.read("id", fields),
              name == null ? "" : OneLine.of(name, MAX_NAME),
              fields.count("parallelism"),
              fields.count("maxParallelism")));
    }
    return List.copyOf(read);
  }
}
