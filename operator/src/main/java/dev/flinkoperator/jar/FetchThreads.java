package dev.flinkoperator.jar;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** So many jars are fetched at the same time; more wait in line. */
final class FetchThreads implements AutoCloseable {
  /** More than a few slow servers can take up. */
  private static final int FETCHES = 16;

  private final ThreadPoolExecutor workers = pool("jar-fetch");
  private final ThreadPoolExecutor plugins = pool("jar-plugin");
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work, "jar-fetch-timer"));

  FetchThreads() {
    timer.setRemoveOnCancelPolicy(true);
  }

  Executor workers() {
    return workers;
  }

  /** Of their own, since a plugin may hang on when nobody waits for it any more. */
  ExecutorService plugins() {
    return plugins;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  @Override
  public void close() {
    workers.shutdownNow();
    plugins.shutdownNow();
    timer.shutdownNow();
  }

  private static ThreadPoolExecutor pool(String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            FETCHES,
            FETCHES,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
