package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One call of Flink's REST API: what is sent, what a good answer means, what a refusal means.
 * Implementations are immutable and know nothing of transport.
 *
 * @param <T> what a good answer is read into
 */
public interface Endpoint<T> {
  /** Short and constant, in kebab case; the tag on metrics. */
  String name();

  /** HTTP method. */
  default String method() {
    return "GET";
  }

  /** Path below the address of the cluster, beginning with a slash; may carry a query. */
  String path();

  /** The JSON that is sent along; null: nothing is. */
  default @Nullable String body() {
    return null;
  }

  /**
   * Reads a good answer. Fields and enum values this operator does not know are no error: Flink
   * adds them in minor versions.
   *
   * @throws UnexpectedAnswerException if something needed is missing or of another type
   */
  T read(JsonNode answer) throws UnexpectedAnswerException;

  /**
   * An HTTP status other than 2xx that answers the question all the same.
   *
   * @param detail first line of what Flink said about it, empty if it said nothing
   * @return null: it is a failure
   */
  default @Nullable T readRefusal(int status, String detail) {
    return null;
  }

  /**
   * What an HTTP status other than 2xx means for this call.
   *
   * @param detail first line of what Flink said about it, empty if it said nothing
   * @return one line for people
   */
  default String explain(int status, String detail) {
    return detail.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + detail;
  }
}
