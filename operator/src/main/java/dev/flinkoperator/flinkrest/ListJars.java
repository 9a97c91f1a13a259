package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /jars}: the jars uploaded to the JobManager that answers. Another JobManager of the
 * same cluster has its own, unless {@code web.upload.dir} is shared; a restart forgets them.
 */
public record ListJars() implements Endpoint<List<JarOnCluster>> {
  private static final int MAX_NAME = 300;

  @Override
  public String name() {
    return "list-jars";
  }

  @Override
  public String path() {
    return "/jars";
  }

  @Override
  public List<JarOnCluster> read(JsonNode answer) throws UnexpectedAnswerException {
    JsonNode files = answer.path("files");
    if (!files.isArray()) {
      throw new UnexpectedAnswerException("field 'files' is missing or no list");
    }
    List<JarOnCluster> jars = new ArrayList<>(files.size());
    for (JsonNode file : files) {
      Fields fields = new Fields(file);
      jars.add(
          new JarOnCluster(
              OneLine.of(fields.text("id"), MAX_NAME),
              OneLine.of(fields.text("name"), MAX_NAME),
              fields.timeOrNull("uploaded")));
    }
    return List.copyOf(jars);
  }

  @Override
  public String explain(int status, String detail) {
    return JarsOff.explain(status, detail);
  }
}
