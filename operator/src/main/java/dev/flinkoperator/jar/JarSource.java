package dev.flinkoperator.jar;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a jar comes from. */
sealed interface JarSource {

  /** No jar: the main class is on the cluster's class path. */
  record ClassPath() implements JarSource {}

  /**
   * A file in the cluster's image.
   *
   * @param path absolute
   */
  record InImage(String path) implements JarSource {}

  /**
   * A jar on a web server.
   *
   * @param uri without fragment
   * @param sha256 64 hexadecimal digits in lower case; null: not given
   */
  record Remote(URI uri, @Nullable String sha256) implements JarSource {}
}
