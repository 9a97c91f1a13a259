package dev.flinkoperator.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes that the API server was asked for by one user since this object was made, from its audit
 * log: also those that changed nothing. Events of Kubernetes are left out.
 *
 * <p>By the time at which each was asked for: a write can be seen done before it is in the log.
 */
final class Writes {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path auditLog;
  private final String user;
  private final Instant since = Instant.now();

  Writes(Path auditLog, String user) {
    this.auditLog = auditLog;
    this.user = user;
  }

  /** Each as {@code patch flinkdeployments/status basic 200}, oldest first. */
  List<String> seen() {
    try (Stream<String> lines = Files.lines(auditLog)) {
      return lines
          // The last one may be half written.
          .filter(line -> line.endsWith("}"))
          .map(Writes::parsed)
          .filter(e -> user.equals(e.at("/impersonatedUser/username").asText()))
          .filter(e -> !"events".equals(e.at("/objectRef/resource").asText()))
          .filter(e -> Instant.parse(e.path("requestReceivedTimestamp").asText()).isAfter(since))
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
