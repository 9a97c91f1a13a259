package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.OperationKind;
import org.jspecify.annotations.Nullable;

/** Savepoints, checkpoints out of turn, stops and cancellations: asked for, under way, done. */
final class SimOperations {

  private final Timeline timeline;
  private final Dice dice;
  private final SimFlink flink;
  private final Storage storage;
  private final Story story;
  private int savepoints;

  SimOperations(Timeline timeline, Dice dice, SimFlink flink, Storage storage, Story story) {
    this.timeline = timeline;
    this.dice = dice;
    this.flink = flink;
    this.storage = storage;
    this.story = story;
  }

  /** What Flink knows under this id, it does not begin again. */
  void begin(JobManagerProcess process, OperationKind kind, String triggerId) {
    if (process.operations().containsKey(triggerId)) {
      return;
    }
    SimOperation operation = new SimOperation();
    process.operations().put(triggerId, operation);
    story.tell("flink", "begins %s %s", kind, triggerId);
    timeline.after(duration(), () -> complete(process, kind, operation));
  }

  /**
   * @return false: the job cannot be cancelled any more
   */
  boolean cancel(JobManagerProcess process, String jobId) {
    SimJob job = process.job();
    if (job == null || !job.id().equals(jobId) || job.ended()) {
      return false;
    }
    if (!job.state().equals("CANCELLING")) {
      job.turn("CANCELLING", timeline.instant());
      timeline.after(
          dice.millis(50, 4_000),
          () -> {
            if (process.alive()) {
              flink.end(process, "CANCELED");
            }
          });
    }
    return true;
  }

  private long duration() {
    return dice.chance(0.1) ? dice.millis(10_000, 60_000) : dice.millis(200, 6_000);
  }

  private void complete(JobManagerProcess process, OperationKind kind, SimOperation operation) {
    SimJob job = process.job();
    if (!process.alive()) {
      return;
    }
    if (job == null || !job.works() || dice.chance(flink.savepointFailure())) {
      operation.fail("not all tasks took part in the snapshot");
      story.tell("flink", "%s fails", kind);
      return;
    }
    if (kind == OperationKind.Checkpoint) {
      if (flink.takeCheckpoint(process)) {
        operation.complete(null);
      } else {
        operation.fail("its directory exists");
      }
      return;
    }
    Snapshot taken =
        job.snapshot("s3://savepoints/savepoint-" + ++savepoints + "-", true, timeline.instant());
    storage.put(taken);
    story.tell("flink", "completes %s", taken.path());
    if (kind == OperationKind.StopWithSavepoint) {
      job.stop();
      timeline.after(dice.millis(10, 1_500), () -> stopped(process, operation, taken.path()));
    } else {
      operation.complete(taken.path());
    }
  }

  /** The tasks end after the savepoint; only then is the operation done. */
  private void stopped(JobManagerProcess process, SimOperation operation, @Nullable String path) {
    if (process.alive()) {
      flink.end(process, "FINISHED");
      operation.complete(path);
    }
  }
}
