package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code GET /config}: what the web UI asks first; says which Flink this is. */
public record ClusterConfig() implements Endpoint<FlinkBuild> {
  @Override
  public String name() {
    return "config";
  }

  @Override
  public String path() {
    return "/config";
  }

  @Override
  public FlinkBuild read(JsonNode answer) throws UnexpectedAnswerException {
    Fields fields = new Fields(answer);
    String version = OneLine.of(fields.text("flink-version"), 64);
    String revision = fields.textOrNull("flink-revision");
    return new FlinkBuild(version, revision == null ? null : OneLine.of(revision, 100));
  }
}
