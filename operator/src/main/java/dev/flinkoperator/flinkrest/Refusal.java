package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Flink says in the body of a refused call: {@code {"errors": ["…", "<trace>"]}}. */
final class Refusal {
  private static final int MAX_LENGTH = 200;

  private Refusal() {}

  /** The texts as they are; empty if the body is not Flink's. */
  static List<String> errors(ObjectMapper json, byte[] body) {
    try {
      List<String> errors = new ArrayList<>();
      for (JsonNode error : json.readTree(body).path("errors")) {
        errors.add(error.asText());
      }
      return errors;
    } catch (IOException notJson) {
      return List.of();
    }
  }

  /** The first line that says something, package names and trace lines left out; may be empty. */
  static String firstLine(List<String> errors) {
    for (String error : errors) {
      String line = firstLine(error);
      if (!line.isEmpty()) {
        return line;
      }
    }
    return "";
  }

  private static String firstLine(String error) {
    return error
        .lines()
        .map(line -> OneLine.of(line, MAX_LENGTH))
        .filter(line -> !line.isEmpty() && !isTrace(line))
        .findFirst()
        .map(RootCause::cause)
        .orElse("");
  }

  /** Flink frames a trace as {@code <Exception on server side: … End of exception …>}. */
  private static boolean isTrace(String line) {
    return line.startsWith("at ")
        || line.startsWith("<Exception on server side")
        || line.startsWith("End of exception on server side");
  }
}
