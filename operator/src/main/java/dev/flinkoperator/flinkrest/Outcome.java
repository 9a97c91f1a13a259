package dev.flinkoperator.flinkrest;

import java.util.Locale;

/** How a call ended. */
public enum Outcome {
  OK,
  /** No whole answer in time. */
  TIMEOUT,
  /** Refused, host name not known, no route: nobody there. */
  NOT_CONNECTED,
  /** The connection ended before the answer did. */
  BROKEN_OFF,
  /** No TLS connection both sides accept. */
  TLS,
  /** An HTTP status other than 2xx. */
  HTTP_STATUS,
  /** An answer that is not JSON, or not the JSON this endpoint gives. */
  MALFORMED,
  /** An answer over the size limit; it was cut off. */
  TOO_LARGE,
  /** The address of the cluster is no usable URL. */
  BAD_ADDRESS,
  /** Given up by the one who asked, or the client was closed. */
  CANCELLED;

  /** The value of a metrics tag: lower case, underscores. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
