package dev.flinkoperator.jar;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of addresses that are allowed. Scheme, host and port have to be the same and the
 * path has to go on at a slash: {@code https://repo.example.com/jars} does not cover {@code
 * https://repo.example.com.evil.org/} or {@code …/jars-of-others/}.
 */
public record UrlPrefix(String scheme, String host, int port, String path) {

  /**
   * @throws IllegalArgumentException unless it is an http or https address with a host, without
   *     user info, query and fragment
   */
  public static UrlPrefix parse(String text) {
    URI uri = URI.create(text);
    String host = uri.getHost();
    String scheme = uri.getScheme();
    if (scheme == null
        || host == null
        || !scheme.toLowerCase(Locale.ROOT).matches("https?")
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(text);
    }
    return of(uri, scheme, host);
  }

  boolean covers(URI uri) {
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null || host == null) {
      return false;
    }
    UrlPrefix other = of(uri, scheme, host);
    return other.scheme.equals(this.scheme)
        && other.host.equals(this.host)
        && other.port == port
        && (other.path.equals(path)
            || other.path.startsWith(path.endsWith("/") ? path : path + "/"));
  }

  private static UrlPrefix of(URI uri, String scheme, String host) {
    String lowerScheme = scheme.toLowerCase(Locale.ROOT);
    return new UrlPrefix(
        lowerScheme, host.toLowerCase(Locale.ROOT), Ports.of(uri), pathOf(uri.getRawPath()));
  }

  private static String pathOf(@Nullable String path) {
    return path == null || path.isEmpty() ? "/" : path;
  }
}
