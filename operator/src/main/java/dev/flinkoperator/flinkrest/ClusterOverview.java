package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code GET /overview}: TaskManagers and slots of the cluster. */
public record ClusterOverview() implements Endpoint<ClusterSize> {
  @Override
  public String name() {
    return "overview";
  }

  @Override
  public String path() {
    return "/overview";
  }

  @Override
  public ClusterSize read(JsonNode answer) throws UnexpectedAnswerException {
    if (!answer.path("taskmanagers").isNumber()) {
      throw new UnexpectedAnswerException("field 'taskmanagers' is missing or no number");
    }
    Fields fields = new Fields(answer);
    return new ClusterSize(
        fields.count("taskmanagers"), fields.count("slots-total"), fields.count("slots-available"));
  }
}
