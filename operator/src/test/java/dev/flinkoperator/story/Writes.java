package dev.flinkoperator.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes that the API server was asked for by one user since this object was made, from its audit
 * log: also those that changed nothing. Events of Kubernetes are left out.
 */
final class Writes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path auditLog;
  private final String user;
  private final int before;

  Writes(Path auditLog, String user) {
    this.auditLog = auditLog;
    this.user = user;
    this.before = all().size();
  }

  /** Each as {@code patch flinkdeployments/status basic 200}, oldest first. */
  List<String> seen() {
    List<String> all = all();
    return all.subList(before, all.size());
  }

  private List<String> all() {
    try {
      return Files.readAllLines(auditLog).stream()
          // The last one may be half written.
          .filter(line -> line.endsWith("}"))
          .map(Writes::parsed)
          .filter(e -> user.equals(e.at("/impersonatedUser/username").asText()))
          .filter(e -> !"events".equals(e.at("/objectRef/resource").asText()))
          .map(Writes::text)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JsonNode event) {
    String part = event.at("/objectRef/subresource").asText();
    return event.path("verb").asText()
        + " "
        + event.at("/objectRef/resource").asText()
        + (part.isEmpty() ? "" : "/" + part)
        + " "
        + event.at("/objectRef/name").asText()
        + " "
        + event.at("/responseStatus/code").asText();
  }
}
