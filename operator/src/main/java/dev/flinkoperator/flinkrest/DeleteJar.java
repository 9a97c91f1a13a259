package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * {@code DELETE /jars/:id}: true if the jar was there, false if not (Flink 1.20 and 2.3 answer that
 * with 400). Jobs that were run from it go on: they have their own copy.
 *
 * @param jarId as uploaded or listed
 */
public record DeleteJar(String jarId) implements Endpoint<Boolean> {

  public DeleteJar {
    JarId.require(jarId);
  }

  @Override
  public String name() {
    return "delete-jar";
  }

  @Override
  public String method() {
    return "DELETE";
  }

  @Override
  public String path() {
    return "/jars/" + jarId;
  }

  @Override
  public Boolean read(JsonNode answer) {
    return true;
  }

  @Override
  public @Nullable Boolean readRefusal(int status, String detail) {
    return status == 404 || detail.contains("does not exist") ? false : null;
  }
}
