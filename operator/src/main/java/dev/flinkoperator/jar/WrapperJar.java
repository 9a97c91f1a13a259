package dev.flinkoperator.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDateTime;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The jar that is uploaded where the classes are in the cluster already, since Flink runs nothing
 * without one. It holds a manifest only, whose {@code Class-Path} leads to the jar in the image:
 * Flink's user class loader is a URLClassLoader and follows it, in the JobManager, which runs the
 * main method, and in the TaskManagers (seen on 1.20.3 and 2.3.0). Main-Class and the like in the
 * manifest of that jar are not read.
 */
final class WrapperJar {
  /** The same content, and so the same checksum, for the same path. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private WrapperJar() {}

  /**
   * @param path of a jar in the cluster's image, absolute; null: nothing but the class path
   */
  static byte[] content(@Nullable String path) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (path != null) {
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, url(path));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
      entry.setTimeLocal(TIME);
      zip.putNextEntry(entry);
      manifest.write(zip);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Blanks separate the addresses of a class path. */
  private static String url(String path) {
    try {
      return new URI("file", null, path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
