package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import org.jspecify.annotations.Nullable;

/** Parts of specs and statuses, from JSON and copied. */
final class SpecMapper {

  private final ObjectMapper json =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Null: the spec has none, or what no job is. */
  @Nullable Job job(JsonNode spec) {
    try {
      return spec.path("job").isObject() ? json.convertValue(spec.get("job"), Job.class) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  JobStatus copy(JobStatus status) {
    return json.convertValue(json.valueToTree(status), JobStatus.class);
  }
}
