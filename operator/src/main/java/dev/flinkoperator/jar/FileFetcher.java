package dev.flinkoperator.jar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches one jar from a file system into the folder: limits, checksum. Blocks its thread. */
final class FileFetcher {
  private final FileSystems files;
  private final JarKeeper keeper;
  private final Duration limit;
  private final ExecutorService threads;

  /**
   * @param threads in which plugins run, and in which nothing else waits: one that waits for a
   *     silent server notices an interrupt only minutes later (Flink's S3 plugins: up to 200 s)
   */
  FileFetcher(FileSystems files, JarKeeper keeper, Duration limit, ExecutorService threads) {
    this.files = files;
    this.keeper = keeper;
    this.limit = limit;
    this.threads = threads;
  }

  /**
   * @return checksum of the jar
   * @throws JarException WRONG or NOT_NOW
   */
  String fetch(JarSource.InFileSystem source) {
    URI uri = source.uri();
    long end = System.nanoTime() + limit.toNanos();
    Future<String> work = threads.submit(() -> read(source, end));
    try {
      return work.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw trouble(uri, e.getCause() == null ? e : e.getCause(), end);
    } catch (TimeoutException e) {
      throw FetchFailure.late(uri, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw JarException.notNow("The operator is stopping.");
    } finally {
      work.cancel(true);
    }
  }

  private String read(JarSource.InFileSystem source, long end) throws IOException {
    try (InputStream body = new Until(files.open(source.uri()), end)) {
      return keeper.keep(source.uri(), body, -1, source.sha256());
    }
  }

  /** A plugin throws what it likes, and may lack half of its classes. */
  private JarException trouble(URI uri, Throwable e, long end) {
    if (e instanceof JarException known) {
      return known;
    }
    return end - System.nanoTime() <= 0
        ? FetchFailure.late(uri, limit)
        : JarException.notNow(Shown.address(uri) + ": " + StoreFailure.reason(e) + ".");
  }

  /** For plugins that drip and do not notice that they are interrupted. */
  private static final class Until extends FilterInputStream {
    private final long end;

    Until(InputStream in, long end) {
      super(in);
      this.end = end;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (end - System.nanoTime() <= 0 || Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      return super.read(buffer, offset, length);
    }
  }
}
