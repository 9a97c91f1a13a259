package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object of an answer. */
record Fields(JsonNode node) {
  /** A field that must be there, as text. */
  String text(String name) throws UnexpectedAnswerException {
    String value = textOrNull(name);
    if (value == null || value.isEmpty()) {
      throw new UnexpectedAnswerException("field '" + name + "' is missing or no text");
    }
    return value;
  }

  /** Null if the field is missing, null, or no plain value. */
  @Nullable String textOrNull(String name) {
    JsonNode value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  /** Epoch milliseconds; null if missing, not a number, or not positive: Flink says -1 or 0. */
  @Nullable Instant timeOrNull(String name) {
    JsonNode value = node.path(name);
    long millis = value.canConvertToLong() ? value.asLong() : -1;
    return millis > 0 ? Instant.ofEpochMilli(millis) : null;
  }

  /** A count; 0 if missing or no number. */
  int count(String name) {
    JsonNode value = node.path(name);
    return value.canConvertToInt() ? Math.max(0, value.asInt()) : 0;
  }
}
