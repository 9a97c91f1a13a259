package dev.flinkoperator.sim;

import dev.flinkoperator.flinkrest.JobCheckpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A JobManager: from the start of its container to its end. What it has in memory goes with it. */
final class JobManagerProcess {

  private final SimPod pod;
  private final Launched launched;
  private boolean alive = true;
  private boolean serving;
  private @Nullable SimJob job;
  private @Nullable Snapshot retained;
  private @Nullable JobCheckpoints statistics;
  private long statisticsOf;
  private final Map<String, SimOperation> operations = new HashMap<>();

  JobManagerProcess(SimPod pod, Launched launched) {
    this.pod = pod;
    this.launched = launched;
  }

  SimPod pod() {
    return pod;
  }

  Launched launched() {
    return launched;
  }

  /** Its REST API answers. */
  boolean serving() {
    return alive && serving;
  }

  boolean alive() {
    return alive;
  }

  void serve() {
    serving = true;
  }

  void kill() {
    alive = false;
  }

  @Nullable SimJob job() {
    return job;
  }

  void job(SimJob submitted) {
    job = submitted;
  }

  /** Its job, if it is at work: what must never be in two JobManagers at once. */
  boolean working() {
    return alive && job != null && !job.ended();
  }

  /** The checkpoint that the next one replaces; null: none. */
  @Nullable Snapshot retained() {
    return retained;
  }

  void retain(@Nullable Snapshot checkpoint) {
    retained = checkpoint;
  }

  /** Flink answers questions about checkpoints from a cache. */
  JobCheckpoints cached(long now, Supplier<JobCheckpoints> fresh) {
    JobCheckpoints answer = statistics;
    if (answer == null || now - statisticsOf >= launched.answersAge()) {
      answer = fresh.get();
      statistics = answer;
      statisticsOf = now;
    }
    return answer;
  }

  Map<String, SimOperation> operations() {
    return operations;
  }
}
