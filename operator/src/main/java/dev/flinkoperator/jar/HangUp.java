package dev.flinkoperator.jar;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connection it was last told of when the time is over: reads wait for bytes only so
 * long each, so a server that drips, while it agrees on TLS or later, would hold on for ever.
 */
final class HangUp implements AutoCloseable {
  private final ScheduledFuture<?> timer;
  private Connections.@Nullable Connection connection;
  private boolean over;

  HangUp(ScheduledExecutorService clock, long nanos) {
    timer = clock.schedule(this::end, nanos, TimeUnit.NANOSECONDS);
  }

  synchronized void watch(Connections.Connection opened) {
    connection = opened;
    if (over) {
      opened.close();
    }
  }

  private synchronized void end() {
    over = true;
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public void close() {
    timer.cancel(false);
  }
}
