package dev.flinkoperator.flinkrest;

import org.jspecify.annotations.Nullable;

/**
 * Flink has taken a request on; it says nothing about how it will end.
 *
 * @param triggerId under which the result is to be asked for; null: there is none to ask for
 */
public record Accepted(@Nullable String triggerId) {

  /** A request that is answered with {@code {"request-id": "…"}}. */
  static Accepted under(Fields answer) throws UnexpectedAnswerException {
    return new Accepted(OneLine.of(answer.text("request-id"), 64));
  }
}
