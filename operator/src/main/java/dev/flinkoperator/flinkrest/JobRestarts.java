package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code GET /jobs/:id/metrics?get=numRestarts}: how often the JobManager has restarted the job
 * since it began with it. A gauge of the job; the answer is an empty list until Flink has collected
 * its metrics for the first time.
 *
 * @param jobId 32 hex digits
 */
public record JobRestarts(String jobId) implements Endpoint<RestartCount> {

  public JobRestarts {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "job-restarts";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "/metrics?get=numRestarts";
  }

  @Override
  public RestartCount read(JsonNode answer) throws UnexpectedAnswerException {
    for (JsonNode metric : answer) {
      if (metric.path("id").asText().equals("numRestarts")) {
        return new RestartCount(number(metric.path("value").asText()));
      }
    }
    return RestartCount.UNKNOWN;
  }

  private static long number(String value) throws UnexpectedAnswerException {
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      throw new UnexpectedAnswerException("numRestarts is no number");
    }
  }
}
