package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
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

  /** The file that is sent, instead of JSON; null: none is. */
  default @Nullable FilePart file() {
    return null;
  }

  /** For calls that take longer than others, from sending to the last byte; null: the client's. */
  default @Nullable Duration timeLimit() {
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
   * What matters of the texts Flink refuses a call with, for {@link #readRefusal} and {@link
   * #explain}: here the first line that says something.
   *
   * @param errors as Flink wrote them, stack traces included
   * @return one line, empty if there is none
   */
  default String detail(List<String> errors) {
    return Refusal.firstLine(errors);
  }

  /**
   * An HTTP status other than 2xx that answers the question all the same.
   *
   * @param detail {@link #detail} of what Flink said about it, empty if it said nothing
   * @return null: it is a failure
   */
  default @Nullable T readRefusal(int status, String detail) {
    return null;
  }

  /**
   * What an HTTP status other than 2xx means for this call.
   *
   * @param detail {@link #detail} of what Flink said about it, empty if it said nothing
   * @return one line for people
   */
  default String explain(int status, String detail) {
    return detail.isEmpty() ? "HTTP " + status : "HTTP " + status + ": " + detail;
  }
}
