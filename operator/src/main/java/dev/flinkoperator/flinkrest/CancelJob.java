package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * {@code PATCH /jobs/:id?mode=cancel}: begins to end a job without a savepoint. Asked of a job that
 * is being cancelled already it does nothing; a job that has ended otherwise is refused with 409.
 *
 * @param jobId 32 hex digits
 */
public record CancelJob(String jobId) implements Endpoint<Accepted> {

  public CancelJob {
    HexId.require("A job id", jobId);
  }

  @Override
  public String name() {
    return "cancel";
  }

  @Override
  public String method() {
    return "PATCH";
  }

  @Override
  public String path() {
    return "/jobs/" + jobId + "?mode=cancel";
  }

  @Override
  public Accepted read(JsonNode answer) {
    return new Accepted(null);
  }
}
