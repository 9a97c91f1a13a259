package dev.flinkoperator.jar;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says what a connection died of. */
final class FetchFailure {
  private FetchFailure() {}

  static JarException of(URI uri, IOException e) {
    return JarException.notNow(Shown.address(uri) + ": " + reason(e) + ".");
  }

  private static String reason(IOException e) {
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
