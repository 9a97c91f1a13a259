package dev.flinkoperator.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one kind in the API server, by name, and the history that watches read.
 *
 * @param <T> immutable
 */
final class Shelf<T> {

  private final Map<String, Versioned<T>> objects = new TreeMap<>();
  private final List<Change<T>> history = new ArrayList<>();
  private final List<Runnable> watches = new ArrayList<>();
  private final Versions versions;

  Shelf(Versions versions) {
    this.versions = versions;
  }

  /** One resource version counter for the whole API server. */
  static final class Versions {
    private long last;

    long next() {
      return ++last;
    }

    long last() {
      return last;
    }
  }

  record Versioned<T>(T object, long version) {}

  /**
   * @param object null: deleted
   */
  record Change<T>(String name, @Nullable T object, long version) {}

  @Nullable T get(String name) {
    Versioned<T> stored = objects.get(name);
    return stored == null ? null : stored.object();
  }

  /** Of the last write; 0: there is none. */
  long version(String name) {
    Versioned<T> stored = objects.get(name);
    return stored == null ? 0 : stored.version();
  }

  boolean has(String name) {
    return objects.containsKey(name);
  }

  List<T> all() {
    return objects.values().stream().map(Versioned::object).toList();
  }

  Map<String, Versioned<T>> snapshot() {
    return new TreeMap<>(objects);
  }

  boolean isEmpty() {
    return objects.isEmpty();
  }

  long put(String name, T object) {
    long version = versions.next();
    put(name, object, version);
    return version;
  }

  /**
   * @param version taken before, for objects that carry it themselves
   */
  void put(String name, T object, long version) {
    objects.put(name, new Versioned<>(object, version));
    changed(new Change<>(name, object, version));
  }

  void remove(String name) {
    if (objects.remove(name) != null) {
      changed(new Change<>(name, null, versions.next()));
    }
  }

  List<Change<T>> history() {
    return history;
  }

  /**
   * @return ends the watch
   */
  Runnable watch(Runnable told) {
    watches.add(told);
    return () -> watches.remove(told);
  }

  private void changed(Change<T> change) {
    history.add(change);
    List.copyOf(watches).forEach(Runnable::run);
  }
}
