package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.stream.StreamSupport;

/** One state of a FlinkDeployment as the API server gave it out. */
public record StatusView(JsonNode resource) {

  public boolean exists() {
    return resource.isObject();
  }

  /** The text at a JSON pointer below status; empty when there is none. */
  public String text(String pointer) {
    return resource.at("/status" + pointer).asText();
  }

  /** Whether there is a text, or true, at a JSON pointer below status. */
  public boolean isSet(String pointer) {
    return !text(pointer).isEmpty() && !text(pointer).equals("false");
  }

  public long generation() {
    return resource.at("/metadata/generation").asLong();
  }

  /** Whether the status is about the spec it stands beside. */
  public boolean isCurrent() {
    return resource.at("/status/observedGeneration").asLong(-1) == generation();
  }

  public boolean hasCondition(String type) {
    return condition(type).isObject();
  }

  public boolean isTrue(String type) {
    return condition(type).path("status").asText().equals("True");
  }

  public String reason(String type) {
    return condition(type).path("reason").asText();
  }

  public String message(String type) {
    return condition(type).path("message").asText();
  }

  public JsonNode condition(String type) {
    return StreamSupport.stream(resource.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  @Override
  public String toString() {
    return exists()
        ? "generation " + generation() + ", status " + resource.path("status")
        : "no such object";
  }
}
