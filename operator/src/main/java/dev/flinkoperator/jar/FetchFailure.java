package dev.flinkoperator.jar;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Says what a fetch died of. */
final class FetchFailure {
  private FetchFailure() {}

  static JarException of(URI uri, Throwable e) {
    return JarException.notNow(Shown.address(uri) + ": " + reason(e) + ".");
  }

  static JarException late(URI uri, Duration limit) {
    String words =
        limit.toSeconds() >= 120 ? limit.toMinutes() + " min" : limit.toMillis() / 1000.0 + " s";
    return JarException.notNow(
        "%s: not whole within %s (kubernetes.operator.user.artifacts.timeout)."
            .formatted(Shown.address(uri), words));
  }

  private static String reason(Throwable e) {
    if (e instanceof UnknownHostException) {
      return "host name not known";
    }
    if (e instanceof SocketTimeoutException) {
      return "the server is silent";
    }
    if (e instanceof NoRouteToHostException) {
      return "no route to host";
    }
    if (e instanceof ConnectException) {
      return "no connection";
    }
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return (e instanceof SSLException ? "TLS failed: " : "") + Shown.line(said, 160);
  }
}
