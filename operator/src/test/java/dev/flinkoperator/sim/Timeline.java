package dev.flinkoperator.sim;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in order. Nothing runs beside anything else. */
final class Timeline {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long now;
  private long order;

  private record Event(long at, long order, Runnable deed) {}

  /** Milliseconds since the start of the run. */
  long now() {
    return now;
  }

  Instant instant() {
    return START.plusMillis(now);
  }

  /**
   * @return takes the event back, if it has not happened yet
   */
  Runnable after(long millis, Runnable deed) {
    Event event = new Event(now + Math.max(0, millis), order++, deed);
    events.add(event);
    return () -> events.remove(event);
  }

  /** Lets the next thing happen, if that is not later than the given time; else goes there. */
  boolean step(long until) {
    Event next = events.peek();
    if (next == null || next.at > until) {
      now = Math.max(now, until);
      return false;
    }
    events.poll();
    now = next.at;
    next.deed.run();
    return true;
  }
}
