package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Puts into the folder what arrives, if it is a jar, not too large, and the one asked for. */
final class JarKeeper {
  private final JarFolder folder;
  private final long maxJarBytes;

  JarKeeper(JarFolder folder, long maxJarBytes) {
    this.folder = folder;
    this.maxJarBytes = maxJarBytes;
  }

  /**
   * Reads to the end and leaves the stream open. Nothing is left in the folder if it fails.
   *
   * @param uri where it comes from, for messages
   * @param announced bytes; negative: not known
   * @param wanted the checksum it has to have; null: any
   * @return its checksum
   * @throws JarException WRONG
   * @throws IOException the stream's
   */
  String keep(URI uri, InputStream body, long announced, @Nullable String wanted)
      throws IOException {
    if (announced > maxJarBytes) {
      throw tooLarge(uri);
    }
    try (JarFolder.NewJar jar = folder.create()) {
      byte[] buffer = new byte[64 << 10];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        if (jar.size() + read > maxJarBytes) {
          throw tooLarge(uri);
        }
        jar.write(buffer, read);
      }
      if (!jar.looksLikeOne()) {
        throw JarException.wrong(
            "%s is no jar; a page for people, perhaps, or a login.".formatted(Shown.address(uri)));
      }
      if (wanted != null && !wanted.equals(jar.sha256())) {
        throw JarException.wrong(
            "%s has the checksum sha256=%s, not the one in jarURI; it was thrown away."
                .formatted(Shown.address(uri), jar.sha256()));
      }
      return jar.keep();
    }
  }

  private JarException tooLarge(URI uri) {
    return JarException.wrong(
        "%s is larger than %d MiB (kubernetes.operator.user.artifacts.max-size)."
            .formatted(Shown.address(uri), maxJarBytes >> 20));
  }
}
