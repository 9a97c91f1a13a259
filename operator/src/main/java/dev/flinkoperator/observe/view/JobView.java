package dev.flinkoperator.observe.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One job of a cluster.
 *
 * @param jobId 32 hex digits
 * @param name of the job as submitted, but in one line and cut at 256 characters; may be empty
 * @param state as Flink names it (RUNNING, RESTARTING, FAILED, …); a Flink newer than this operator
 *     may name states unknown here
 * @param stateSince when the job took this state, as near as is known: the end time of an ended
 *     job, else the poll that first saw the state; for a job first seen when the poller began to
 *     follow the cluster, the last change Flink reports. Never later than that poll
 * @param startTime null if Flink gave none
 * @param endTime null while the job has not ended
 * @param failure why a FAILED job failed: one line of at most 1,000 characters, no stack trace;
 *     null for any other state, and while (or because) the cluster could not tell
 * @param tasksUp some of its tasks run or have finished: Flink calls a job RUNNING also while all
 *     its tasks wait for TaskManagers
 */
public record JobView(
    String jobId,
    String name,
    String state,
    Instant stateSince,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable String failure,
    boolean tasksUp) {

  /** A job whose tasks are not looked at. */
  public JobView(
      String jobId,
      String name,
      String state,
      Instant stateSince,
      @Nullable Instant startTime,
      @Nullable Instant endTime,
      @Nullable String failure) {
    this(jobId, name, state, stateSince, startTime, endTime, failure, true);
  }
}
