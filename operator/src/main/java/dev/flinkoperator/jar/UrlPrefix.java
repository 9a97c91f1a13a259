package dev.flinkoperator.jar;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of addresses that are allowed. Scheme, host and port have to be the same and the
 * path has to go on at a slash: {@code https://repo.example.com/jars} does not cover {@code
 * https://repo.example.com.evil.org/} or {@code …/jars-of-others/}.
 *
 * @param host of a web server, lower case; of a file system what stands in its place, a bucket for
 *     example, as written; empty: nothing, as in {@code hdfs:///jars}
 * @param port of a web server; -1: a file system
 */
public record UrlPrefix(String scheme, String host, int port, String path) {

  /**
   * @throws IllegalArgumentException unless it is an http or https address with a host, or the
   *     address of a folder in a file system, without user info, query and fragment
   */
  public static UrlPrefix parse(String text) {
    URI uri = URI.create(text);
    if (!isPlace(uri)
        || String.valueOf(uri.getRawAuthority()).contains("@")
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(text);
    }
    return of(uri);
  }

  boolean isWeb() {
    return isWeb(scheme);
  }

  boolean covers(URI uri) {
    if (!isPlace(uri)) {
      return false;
    }
    UrlPrefix other = of(uri);
    return other.scheme.equals(scheme)
        && other.host.equals(host)
        && other.port == port
        && (other.path.equals(path)
            || other.path.startsWith(path.endsWith("/") ? path : path + "/"));
  }

  private static boolean isPlace(URI uri) {
    return uri.getScheme() != null
        && !uri.isOpaque()
        && (!isWeb(uri.getScheme()) || uri.getHost() != null);
  }

  private static boolean isWeb(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static UrlPrefix of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    // A bucket's name need not be one that a host could have.
    return isWeb(scheme)
        ? new UrlPrefix(
            scheme, uri.getHost().toLowerCase(Locale.ROOT), Ports.of(uri), pathOf(uri.getRawPath()))
        : new UrlPrefix(
            scheme,
            uri.getRawAuthority() == null ? "" : uri.getRawAuthority(),
            -1,
            pathOf(uri.getRawPath()));
  }

  private static String pathOf(@Nullable String path) {
    return path == null || path.isEmpty() ? "/" : path;
  }
}
