package dev.flinkoperator.jar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Fetches one jar from a file system into the folder: limits, checksum. Blocks its thread. */
final class FileFetcher {
  private final FileSystems files;
  private final JarKeeper keeper;
  private final Duration limit;
  private final ScheduledExecutorService clock;

  FileFetcher(FileSystems files, JarKeeper keeper, Duration limit, ScheduledExecutorService clock) {
    this.files = files;
    this.keeper = keeper;
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * @return checksum of the jar
   * @throws JarException WRONG or NOT_NOW
   */
  String fetch(JarSource.InFileSystem source) {
    URI uri = source.uri();
    long end = System.nanoTime() + limit.toNanos();
    // Only the plugin knows its connections. All of them give up when they are interrupted.
    ScheduledFuture<?> giveUp =
        clock.schedule(Thread.currentThread()::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
    try (InputStream body = new Until(files.open(uri), end)) {
      return keeper.keep(uri, body, -1, source.sha256());
    } catch (JarException e) {
      throw e;
    } catch (IOException | RuntimeException | LinkageError e) {
      // A plugin throws what it likes, and may lack half of its classes.
      throw end - System.nanoTime() <= 0 ? FetchFailure.late(uri, limit) : FetchFailure.of(uri, e);
    } finally {
      if (!giveUp.cancel(false)) {
        // It was meant for this fetch, not for what the thread does next.
        Thread.interrupted();
      }
    }
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
      if (end - System.nanoTime() <= 0) {
        throw new InterruptedIOException();
      }
      return super.read(buffer, offset, length);
    }
  }
}
