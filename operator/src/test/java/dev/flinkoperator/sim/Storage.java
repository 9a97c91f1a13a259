package dev.flinkoperator.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bucket in which snapshots are kept. */
final class Storage {

  private final Map<String, Snapshot> there = new HashMap<>();
  private final Map<String, Snapshot> ever = new HashMap<>();
  private final List<Snapshot> done = new ArrayList<>();

  void put(Snapshot snapshot) {
    there.put(snapshot.path(), snapshot);
    ever.put(snapshot.path(), snapshot);
  }

  void delete(Snapshot snapshot) {
    there.remove(snapshot.path(), snapshot);
  }

  /** Its job was done with it, and it goes with its job. */
  void deleteDone(Snapshot last) {
    done.add(last);
    delete(last);
  }

  /** The job that had completed this one was done later. */
  boolean wasDone(Snapshot snapshot) {
    return done.stream().anyMatch(last -> last.holds(snapshot));
  }

  /** Null: nothing can be restored from this path. */
  @Nullable Snapshot at(@Nullable String path) {
    return path == null ? null : there.get(path);
  }

  /** Of everything that can be restored, in a fixed order. */
  List<String> paths() {
    return there.keySet().stream().sorted().toList();
  }

  /** What was last written to this path, deleted since or not. */
  @Nullable Snapshot everAt(@Nullable String path) {
    return path == null ? null : ever.get(path);
  }
}
