package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jars on disk, each named after the SHA-256 checksum of its content, so that a name never stands
 * for anything else. Bounded: the longest unused go first, those in use stay. A file that is being
 * written has another name, and none is left behind by a process before this one.
 */
final class JarFolder {
  private static final Logger LOG = LoggerFactory.getLogger(JarFolder.class);
  private static final String JAR = ".jar";
  private static final String PART = ".part";

  private final Path folder;
  private final long maxBytes;
  private final Map<String, Entry> jars = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private long created;
  private boolean swept;

  JarFolder(Path folder, long maxBytes) {
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** A jar nobody removes until this is closed. */
  interface Held extends AutoCloseable {
    Path path();

    @Override
    void close();
  }

  private static final class Entry {
    final long size;
    int holders;

    Entry(long size) {
      this.size = size;
    }
  }

  /** Null if it is not there. */
  synchronized @Nullable Held hold(String sha256) {
    Entry entry = jars.get(sha256);
    if (entry == null) {
      return null;
    }
    Path path = folder.resolve(sha256 + JAR);
    if (!Files.isRegularFile(path)) {
      // Somebody tidies up here.
      jars.remove(sha256);
      bytes -= entry.size;
      return null;
    }
    entry.holders++;
    return new Held() {
      private boolean closed;

      @Override
      public Path path() {
        return path;
      }

      @Override
      public void close() {
        synchronized (JarFolder.this) {
          entry.holders -= closed ? 0 : 1;
          closed = true;
        }
      }
    };
  }

  /**
   * Begins a file.
   *
   * @throws JarException NOT_NOW if the folder cannot be written to
   */
  NewJar create() {
    try {
      return new NewJar(path());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private synchronized Path path() throws IOException {
    Files.createDirectories(folder);
    if (!swept) {
      sweep();
      swept = true;
    }
    created++;
    return folder.resolve(created + PART);
  }

  /** What an earlier process left: nobody knows where it came from. */
  private void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.getFileName().toString().matches("[0-9a-f]{64}\\.jar|\\d+\\.part")) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private synchronized void reserve(long more) {
    Iterator<Map.Entry<String, Entry>> oldest = jars.entrySet().iterator();
    while (bytes + more > maxBytes && oldest.hasNext()) {
      Map.Entry<String, Entry> jar = oldest.next();
      if (jar.getValue().holders == 0) {
        delete(folder.resolve(jar.getKey() + JAR));
        bytes -= jar.getValue().size;
        oldest.remove();
      }
    }
    if (bytes + more > maxBytes) {
      throw JarException.notNow(
          "The operator has no room for more jars at the same time"
              + " (kubernetes.operator.user.artifacts.cache.max-size).");
    }
    bytes += more;
  }

  private synchronized void release(long less) {
    bytes -= less;
  }

  private synchronized void keep(Path part, String sha256, long size) throws IOException {
    if (jars.containsKey(sha256)) {
      bytes -= size;
      delete(part);
      return;
    }
    Files.move(part, folder.resolve(sha256 + JAR), StandardCopyOption.ATOMIC_MOVE);
    jars.put(sha256, new Entry(size));
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", file, e.toString());
    }
  }

  private JarException unwritable(IOException e) {
    return JarException.notNow(
        "The operator cannot write to %s (kubernetes.operator.user.artifacts.base.dir): %s"
            .formatted(folder, e.getClass().getSimpleName()));
  }

  /** A file being written. Without {@link #keep} nothing stays of it. */
  final class NewJar implements AutoCloseable {
    private final Path part;
    private final OutputStream out;
    private final MessageDigest digest = sha256Digest();
    private final byte[] beginning = new byte[4];
    private long size;
    private boolean done;

    private NewJar(Path part) throws IOException {
      this.part = part;
      this.out = Files.newOutputStream(part);
    }

    long size() {
      return size;
    }

    /**
     * @throws JarException NOT_NOW if there is no room, or the disk fails
     */
    void write(byte[] bytes, int length) {
      reserve(length);
      for (int i = 0; i < length && size + i < beginning.length; i++) {
        beginning[(int) size + i] = bytes[i];
      }
      size += length;
      digest.update(bytes, 0, length);
      try {
        out.write(bytes, 0, length);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    /** Whether it begins as every jar and zip file does. */
    boolean looksLikeOne() {
      return size >= beginning.length
          && beginning[0] == 'P'
          && beginning[1] == 'K'
          && beginning[2] == 3
          && beginning[3] == 4;
    }

    /** Of what has been written; whole once all has. */
    String sha256() {
      try {
        return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * Makes it a jar of the folder.
     *
     * @return its checksum
     */
    String keep() {
      String sha256 = sha256();
      try {
        out.close();
        JarFolder.this.keep(part, sha256, size);
      } catch (IOException e) {
        throw unwritable(e);
      }
      done = true;
      return sha256;
    }

    @Override
    public void close() {
      if (done) {
        return;
      }
      done = true;
      try {
        out.close();
      } catch (IOException e) {
        // It is deleted anyway.
      }
      delete(part);
      release(size);
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
