package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object of an answer. */
record Fields(JsonNode node) {
  /** Flink's word for a checkpoint in the JobManager's memory. */
  private static final String NOT_ADDRESSABLE = "<checkpoint-not-externally-addressable>";

  private static final int MAX_LOCATION = 4096;

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

  /**
   * Where a savepoint or checkpoint is. Never cut or mended: a path is right or useless.
   *
   * @return null if there is none, or Flink keeps it where nobody else can read it
   */
  @Nullable String locationOrNull(String name) throws UnexpectedAnswerException {
    String value = textOrNull(name);
    if (value == null || value.isEmpty() || value.equals(NOT_ADDRESSABLE)) {
      return null;
    }
    if (value.length() > MAX_LOCATION || value.chars().anyMatch(Character::isISOControl)) {
      throw new UnexpectedAnswerException("field '" + name + "' is no path");
    }
    return value;
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
