package dev.flinkoperator.flinkrest;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Limits of the client.
 *
 * @param connectTimeout for a connection to come about
 * @param requestTimeout from sending to the last byte of the answer, connecting included
 * @param maxAnswerBytes longest answer read; a longer one is cut off and is an error
 * @param maxInFlight calls at the same time, over all clusters; more wait in line
 * @param tls for https addresses; null for the JVM's default
 */
public record RestSettings(
    Duration connectTimeout,
    Duration requestTimeout,
    int maxAnswerBytes,
    int maxInFlight,
    @Nullable SSLContext tls) {
  public RestSettings {
    requirePositive("connectTimeout", connectTimeout.toMillis());
    requirePositive("requestTimeout", requestTimeout.toMillis());
    requirePositive("maxAnswerBytes", maxAnswerBytes);
    requirePositive("maxInFlight", maxInFlight);
  }

  /** 3 s to connect, 5 s in all, answers up to 4 MiB, 256 calls in flight, the JVM's own TLS. */
  public static RestSettings defaults() {
    return new RestSettings(Duration.ofSeconds(3), Duration.ofSeconds(5), 4 << 20, 256, null);
  }

  public RestSettings withTimeouts(Duration connect, Duration request) {
    return new RestSettings(connect, request, maxAnswerBytes, maxInFlight, tls);
  }

  public RestSettings withMaxAnswerBytes(int bytes) {
    return new RestSettings(connectTimeout, requestTimeout, bytes, maxInFlight, tls);
  }

  public RestSettings withMaxInFlight(int calls) {
    return new RestSettings(connectTimeout, requestTimeout, maxAnswerBytes, calls, tls);
  }

  public RestSettings withTls(@Nullable SSLContext context) {
    return new RestSettings(connectTimeout, requestTimeout, maxAnswerBytes, maxInFlight, context);
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " must be positive, not " + value);
    }
  }
}
