package dev.flinkoperator.observe;

import java.time.Duration;

/** Runs tasks one after the other, later. A port, so that tests turn the hands of the clock. */
interface PollTimer extends AutoCloseable {
  /** Monotonic, unlike the wall clock: polling must not stand still because someone set it back. */
  long nanoTime();

  /**
   * Runs the task once, not before {@code delay} is over. What a task throws is logged and stops
   * nothing else. After {@link #close()} nothing is run and nothing is thrown.
   *
   * @return cancels the task if it has not begun
   */
  Runnable after(Duration delay, Runnable task);

  /** Ends the timer; a task that runs is left to end. */
  @Override
  void close();
}
