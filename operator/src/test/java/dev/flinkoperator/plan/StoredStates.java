package dev.flinkoperator.plan;

import dev.flinkoperator.desired.CheckpointRetention;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/**
 * The checkpoints and savepoints of a session job that are there. Flink keeps the newest few of a
 * job, as the JobManager is configured; those of a cancelled job only where its own options say so,
 * or the JobManager's before 1.17; those of one that has finished never.
 */
@NullUnmarked
final class StoredStates {

  private record Checkpoints(int retained, boolean outliveCancellation, Deque<Integer> numbers) {}

  private final Set<Integer> there = new HashSet<>();
  private final Set<Integer> finished = new HashSet<>();
  private final Map<String, Checkpoints> jobs = new HashMap<>();

  /**
   * @param cluster what its JobManager is configured with
   */
  void begins(Step.SubmitJob job, Map<String, Object> cluster) {
    Map<String, Object> options = new HashMap<>(cluster);
    if (!job.flinkVersion().equals(FlinkVersion.V1_16.getValue())) {
      options.putAll(job.configuration());
    }
    Object retained = cluster.getOrDefault("state.checkpoints.num-retained", 1);
    jobs.put(
        job.submission().jobId(),
        new Checkpoints(
            Integer.parseInt(retained.toString()),
            CheckpointRetention.RETAIN.equals(options.get(CheckpointRetention.KEY)),
            new ArrayDeque<>()));
  }

  void checkpoint(String job, int number) {
    Checkpoints all = jobs.get(job);
    all.numbers().addLast(number);
    there.add(number);
    if (all.numbers().size() > all.retained()) {
      there.remove(all.numbers().removeFirst());
    }
  }

  void savepoint(int number) {
    there.add(number);
  }

  void cancelled(String job) {
    if (!jobs.get(job).outliveCancellation()) {
      jobs.get(job).numbers().forEach(there::remove);
    }
  }

  void finished(String job) {
    jobs.get(job).numbers().forEach(there::remove);
    finished.addAll(jobs.get(job).numbers());
  }

  boolean has(int number) {
    return there.contains(number);
  }

  /**
   * It went as its job had been stopped with a savepoint: where nobody heard of that before the
   * cluster was lost, only trying to start from it shows.
   */
  boolean wentWithItsJob(int number) {
    return finished.contains(number);
  }

  /** How many checkpoints of the job are newer than one that is written down. */
  long newer(String job, int written) {
    return jobs.get(job).numbers().stream().filter(number -> number > written).count();
  }
}
