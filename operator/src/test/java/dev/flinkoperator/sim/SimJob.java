package dev.flinkoperator.sim;

import dev.flinkoperator.flinkrest.JobSummary;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of a job in one JobManager process. */
final class SimJob {

  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");

  private final String id;
  private final Instant start;
  private final @Nullable Snapshot base;
  private final SimScale scale;
  private @Nullable Instant changed;
  private String state = "CREATED";
  private @Nullable Instant end;
  private boolean tasksUp;
  private boolean stopping;
  private @Nullable Snapshot head;
  private @Nullable Snapshot newest;
  private long nextSnapshot;
  private long restarts;

  /**
   * @param base what it was restored from; null: empty
   */
  SimJob(String id, Instant start, @Nullable Snapshot base, SimScale scale) {
    this.scale = scale;
    this.id = id;
    this.start = start;
    this.base = base;
    this.head = base;
    this.nextSnapshot = base == null ? 1 : base.id() + 1;
  }

  SimScale scale() {
    return scale;
  }

  /** Its tasks are other ones. */
  void changed(Instant now) {
    changed = now;
  }

  String id() {
    return id;
  }

  Instant start() {
    return start;
  }

  /** What it was restored from; null: empty. */
  @Nullable Snapshot base() {
    return base;
  }

  /** The newest state that is safe: a snapshot of its own, or what it was restored from. */
  @Nullable Snapshot head() {
    return head;
  }

  /** The newest snapshot it has completed itself; null: none. */
  @Nullable Snapshot newest() {
    return newest;
  }

  String state() {
    return state;
  }

  boolean ended() {
    return ENDED.contains(state);
  }

  boolean works() {
    return state.equals("RUNNING") && tasksUp && !stopping;
  }

  /** Its last savepoint is complete, its tasks end: nothing else is completed any more. */
  void stop() {
    stopping = true;
  }

  /** Where the next snapshot goes. */
  String next(String prefix) {
    return prefix + nextSnapshot;
  }

  /** The next one fails. */
  void skip() {
    nextSnapshot++;
  }

  void turn(String next, Instant now) {
    state = next;
    if (ended()) {
      end = now;
    }
  }

  /** So often more, with its tasks up again. */
  void restarted(long times) {
    restarts += times;
  }

  /** How often its JobManager has restarted it. */
  long restarts() {
    return restarts;
  }

  void tasksUp(boolean up) {
    tasksUp = up;
  }

  /**
   * @param path without the snapshot's number
   */
  Snapshot snapshot(String path, boolean savepoint, Instant now) {
    long number = nextSnapshot++;
    Snapshot taken = new Snapshot(path + number, number, savepoint, now, head);
    head = taken;
    newest = taken;
    return taken;
  }

  private Instant lastModification() {
    return end != null ? end : changed != null ? changed : start;
  }

  JobSummary summary() {
    return new JobSummary(id, "simulated", state, start, end, lastModification(), tasksUp);
  }
}
