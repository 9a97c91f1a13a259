package dev.flinkoperator.sim;

import dev.flinkoperator.sim.Shelf.Change;
import dev.flinkoperator.sim.Shelf.Versioned;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator knows of one kind: the API server's objects as they were a while ago. Changes
 * come in order, each after a lag. Its own writes are known at once and not undone by older news.
 */
final class WatchCache<T> {

  private final Shelf<T> shelf;
  private final Timeline timeline;
  private final LongSupplier lag;
  private final Listener<T> listener;
  private final Map<String, Versioned<T>> known;
  private final Runnable end;
  private int read;
  private long lastArrival;

  interface Listener<T> {
    void changed(@Nullable T before, @Nullable T after);
  }

  WatchCache(Shelf<T> shelf, Timeline timeline, LongSupplier lag, Listener<T> listener) {
    this.shelf = shelf;
    this.timeline = timeline;
    this.lag = lag;
    this.listener = listener;
    this.known = shelf.snapshot();
    this.read = shelf.history().size();
    this.end = shelf.watch(this::announce);
  }

  @Nullable T get(String name) {
    Versioned<T> versioned = known.get(name);
    return versioned == null ? null : versioned.object();
  }

  /** What it was when it was seen. */
  long version(String name) {
    Versioned<T> versioned = known.get(name);
    return versioned == null ? 0 : versioned.version();
  }

  List<T> all() {
    return known.values().stream().map(Versioned::object).toList();
  }

  /** An answer of the API server to a write of one's own. */
  void wrote(String name, T object, long version) {
    Versioned<T> before = known.get(name);
    if (before == null || before.version() < version) {
      known.put(name, new Versioned<>(object, version));
    }
  }

  void stop() {
    end.run();
  }

  private void announce() {
    lastArrival = Math.max(lastArrival, timeline.now() + lag.getAsLong());
    timeline.after(lastArrival - timeline.now(), this::arrive);
  }

  private void arrive() {
    Change<T> change = shelf.history().get(read++);
    Versioned<T> before = known.get(change.name());
    if (before != null && before.version() > change.version()) {
      return;
    }
    if (change.object() == null) {
      known.remove(change.name());
    } else {
      known.put(change.name(), new Versioned<>(change.object(), change.version()));
    }
    listener.changed(before == null ? null : before.object(), change.object());
  }
}
