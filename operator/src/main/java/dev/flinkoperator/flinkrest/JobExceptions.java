package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /jobs/:id/exceptions}: why a job failed. Flink 1.x gives the failure of the job as
 * {@code root-exception}; 2.x has only {@code exceptionHistory}, the newest entry first.
 *
 * @param jobId 32 hex digits
 */
public record JobExceptions(String jobId) implements Endpoint<JobFailure> {
  public JobExceptions {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "job-exceptions";
  }

  @Override
  public String path() {
    // Only the newest: twenty stack traces of a job that restarts a lot can be megabytes.
    return "/jobs/" + jobId + "/exceptions?maxExceptions=1";
  }

  @Override
  public JobFailure read(JsonNode answer) throws UnexpectedAnswerException {
    if (!answer.isObject()) {
      throw new UnexpectedAnswerException("no JSON object");
    }
    String ofJob = cause(new Fields(answer).textOrNull("root-exception"));
    return new JobFailure(ofJob != null ? ofJob : newest(answer));
  }

  @Override
  public String explain(int status, String detail) {
    return status == 404
        ? "the cluster does not know this job (HTTP 404)"
        : Endpoint.super.explain(status, detail);
  }

  private static @Nullable String newest(JsonNode answer) {
    JsonNode entry = answer.path("exceptionHistory").path("entries").path(0);
    Fields fields = new Fields(entry);
    String cause = cause(fields.textOrNull("stacktrace"));
    return cause != null ? cause : cause(fields.textOrNull("exceptionName"));
  }

  private static @Nullable String cause(@Nullable String stackTrace) {
    return stackTrace == null ? null : RootCause.of(stackTrace);
  }
}
