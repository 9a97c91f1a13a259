package dev.flinkoperator.flinkrest;

import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what the JDK's HTTP client throws.
 *
 * @param reason one line for people
 */
record TransportFailure(Outcome outcome, String reason) {
  private static final int MAX_DETAIL = 160;

  /**
   * @param timeLimit of the call
   */
  static TransportFailure of(Throwable thrown, RestSettings settings, Duration timeLimit) {
    Throwable failure = thrown instanceof CompletionException ? causeOrSelf(thrown) : thrown;
    if (failure instanceof HttpConnectTimeoutException) {
      String reason = "no connection within " + shown(settings.connectTimeout());
      return new TransportFailure(Outcome.TIMEOUT, reason);
    }
    if (failure instanceof HttpTimeoutException || failure instanceof TimeoutException) {
      String reason = "no whole answer within " + shown(timeLimit);
      return new TransportFailure(Outcome.TIMEOUT, reason);
    }
    if (find(failure, BoundedBody.TooLargeException.class) != null) {
      String reason = "answer longer than " + settings.maxAnswerBytes() + " bytes, not read";
      return new TransportFailure(Outcome.TOO_LARGE, reason);
    }
    if (find(failure, FileNotFoundException.class) != null) {
      return new TransportFailure(Outcome.BROKEN_OFF, "the file to send is gone");
    }
    if (failure instanceof CancellationException) {
      return new TransportFailure(Outcome.CANCELLED, "given up");
    }
    SSLException tls = find(failure, SSLException.class);
    if (tls != null) {
      return new TransportFailure(Outcome.TLS, "TLS failed: " + detail(tls));
    }
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return new TransportFailure(Outcome.NOT_CONNECTED, "host name not known");
    }
    if (find(failure, NoRouteToHostException.class) != null) {
      return new TransportFailure(Outcome.NOT_CONNECTED, "no route to host");
    }
    if (failure instanceof ConnectException) {
      // The JDK gives no message for a refused connection.
      String reason = failure.getMessage() == null ? "connection refused" : detail(failure);
      return new TransportFailure(Outcome.NOT_CONNECTED, reason);
    }
    return new TransportFailure(Outcome.BROKEN_OFF, "connection broke off: " + detail(failure));
  }

  private static String detail(Throwable failure) {
    String message = failure.getMessage();
    return OneLine.of(message == null ? failure.getClass().getSimpleName() : message, MAX_DETAIL);
  }

  private static Throwable causeOrSelf(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null ? thrown : cause;
  }

  private static <E extends Throwable> @Nullable E find(Throwable failure, Class<E> type) {
    Throwable next = failure;
    for (int depth = 0; next != null && depth < 10; depth++) {
      if (type.isInstance(next)) {
        return type.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }

  private static String shown(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
