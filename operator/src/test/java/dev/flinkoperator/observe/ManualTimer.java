package dev.flinkoperator.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so; the wall clock goes along. */
final class ManualTimer extends Clock implements PollTimer {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));

  /** Monotonic time begins anywhere; negative is allowed and easily got wrong. */
  private final long origin = -7_000_000_123L;

  private long now = origin;
  private long order;
  private boolean closed;

  void pass(Duration time) {
    long end = now + time.toNanos();
    Task next = tasks.peek();
    while (next != null && next.at <= end) {
      tasks.remove(next);
      now = Math.max(now, next.at);
      next.task.run();
      next = tasks.peek();
    }
    now = end;
  }

  int waiting() {
    return tasks.size();
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    if (closed) {
      return () -> {};
    }
    Task waiting = new Task(now + delay.toNanos(), order++, task);
    tasks.add(waiting);
    return () -> tasks.remove(waiting);
  }

  @Override
  public void close() {
    closed = true;
    tasks.clear();
  }

  @Override
  public Instant instant() {
    return START.plusNanos(now - origin);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  private record Task(long at, long order, Runnable task) {}
}
