package dev.flinkoperator.flinkrest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@link JobsOverview}.
 *
 * @param jobId 32 hex digits
 * @param name one line, cut at 256 characters; may be empty
 * @param state text, not an enum: a newer Flink may have more states
 * @param startTime null if not given
 * @param endTime null until the job has ended for good
 * @param lastModification last change of one of its tasks; null before it has any
 * @param tasksUp some of its tasks run or have finished, or it has none: Flink calls a job RUNNING
 *     also while all its tasks wait for TaskManagers
 */
public record JobSummary(
    String jobId,
    String name,
    String state,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable Instant lastModification,
    boolean tasksUp) {

  /** A job whose tasks are not looked at. */
  public JobSummary(
      String jobId,
      String name,
      String state,
      @Nullable Instant startTime,
      @Nullable Instant endTime,
      @Nullable Instant lastModification) {
    this(jobId, name, state, startTime, endTime, lastModification, true);
  }
}
