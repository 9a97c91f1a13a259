package dev.flinkoperator.jar;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** So many jars are fetched at the same time; more wait in line. */
final class FetchThreads implements AutoCloseable {
  /** More than a few slow servers can take up. */
  private static final int FETCHES = 16;

  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(
          FETCHES,
          FETCHES,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          work -> daemon(work, "jar-fetch"));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work, "jar-fetch-timer"));

  FetchThreads() {
    workers.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  Executor workers() {
    return workers;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    timer.shutdownNow();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
