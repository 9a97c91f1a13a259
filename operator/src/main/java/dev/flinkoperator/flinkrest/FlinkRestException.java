package dev.flinkoperator.flinkrest;

import java.net.URI;
import java.util.Objects;

/**
 * A call that brought no answer. The message is one line of at most {@value #MAX_MESSAGE}
 * characters, names the call and the reason, and holds neither a stack trace nor credentials: it
 * may go to a status or an event as it is.
 */
public final class FlinkRestException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int MAX_MESSAGE = 400;
  private static final int MAX_TARGET = 160;

  private final Outcome outcome;
  private final int httpStatus;

  private final String reason;

  private FlinkRestException(
      URI cluster, Endpoint<?> endpoint, Outcome outcome, int httpStatus, String reason) {
    // Where it was thrown says nothing (always a callback of the HTTP client), so no stack trace.
    super(message(cluster, endpoint, reason), null, false, false);
    this.reason = OneLine.of(reason, MAX_MESSAGE);
    this.outcome = outcome;
    this.httpStatus = httpStatus;
  }

  /** A call that failed before or after HTTP. */
  public static FlinkRestException of(
      URI cluster, Endpoint<?> endpoint, Outcome outcome, String reason) {
    return new FlinkRestException(cluster, endpoint, outcome, 0, reason);
  }

  /** A call that was answered with this HTTP status. */
  public static FlinkRestException ofStatus(
      URI cluster, Endpoint<?> endpoint, int httpStatus, String reason) {
    return new FlinkRestException(cluster, endpoint, Outcome.HTTP_STATUS, httpStatus, reason);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** The message without the call: for a reader who has not made it. */
  public String reason() {
    return reason;
  }

  /** Why; never {@link Outcome#OK}. */
  public Outcome outcome() {
    return outcome;
  }

  /** The HTTP status if that is the reason, else 0. */
  public int httpStatus() {
    return httpStatus;
  }

  private static String message(URI cluster, Endpoint<?> endpoint, String reason) {
    String target = endpoint.method() + " " + shown(cluster) + pathOnly(endpoint.path());
    return OneLine.of(OneLine.of(target, MAX_TARGET) + ": " + reason, MAX_MESSAGE);
  }

  /** Without user info and query, which may hold credentials. */
  private static String shown(URI cluster) {
    if (cluster.getHost() == null) {
      return "(address without host)";
    }
    String port = cluster.getPort() < 0 ? "" : ":" + cluster.getPort();
    return cluster.getScheme() + "://" + cluster.getHost() + port;
  }

  private static String pathOnly(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
