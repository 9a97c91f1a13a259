package dev.flinkoperator.jar;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a jar comes from. */
sealed interface JarSource {

  /**
   * @return the checksum the jar has to have, 64 hexadecimal digits in lower case; null: not given
   */
  default @Nullable String sha256() {
    return null;
  }

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

  /**
   * A jar in a file system that one of Flink's plugins knows, an object store for example.
   *
   * @param uri without fragment
   * @param sha256 64 hexadecimal digits in lower case; null: not given
   */
  record InFileSystem(URI uri, @Nullable String sha256) implements JarSource {}
}
