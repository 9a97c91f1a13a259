package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a job has completed that it can be restored from, as last heard. It is no news by itself: a
 * running job completes one after the other.
 *
 * @param jobId whose they are
 * @param startTime when the job of this answer started: another time is another run of the same
 *     job, from its first restore point where there is no high availability; null if Flink gave
 *     none
 * @param afterEnd asked after the job had ended: nothing newer can come
 * @param newest of this run, or of the one before if this one went on from it; null: none is known
 * @param beforeRestart the newest of the run before this one, if Flink began the job anew while it
 *     was followed and has not said that it went on from there; else null
 * @param restored what this run went on from when it was last restored, its time being when that
 *     was: an earlier checkpoint of the same job, or what the job was started with; null: it began
 *     empty
 */
public record CheckpointsView(
    String jobId,
    @Nullable Instant startTime,
    boolean afterEnd,
    @Nullable CheckpointView newest,
    @Nullable CheckpointView beforeRestart,
    @Nullable CheckpointView restored) {

  /** What the run was restored from is not looked at. */
  public CheckpointsView(
      String jobId,
      @Nullable Instant startTime,
      boolean afterEnd,
      @Nullable CheckpointView newest,
      @Nullable CheckpointView beforeRestart) {
    this(jobId, startTime, afterEnd, newest, beforeRestart, null);
  }
}
