package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a state snapshot.
 *
 * @param path null: not known, or none
 * @param error why it last failed, was given up, or could not be disposed of; null: it did not
 * @param failures how often it has failed
 * @param jobId of the job it is taken of; null: not asked yet
 * @param triggerId Flink is asked with; null: not asked yet
 * @param retryTime when it is tried again after a failure; null: it is not
 * @param disposal null: not begun
 */
public record StateSnapshotRecord(
    State state,
    @Nullable String path,
    @Nullable String error,
    int failures,
    @Nullable String jobId,
    @Nullable String triggerId,
    @Nullable Instant triggerTime,
    @Nullable Instant resultTime,
    @Nullable Instant retryTime,
    @Nullable Disposal disposal) {

  /** As the Apache operator names them. */
  public enum State {
    TRIGGER_PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    ABANDONED
  }

  /**
   * @param attempt counts from 1
   * @param error why the last attempt failed; null: none has
   */
  public record Disposal(Instant startTime, int attempt, @Nullable String error) {}

  static StateSnapshotRecord of(@Nullable FlinkStateSnapshotStatus status) {
    if (status == null) {
      return new StateSnapshotRecord(
          State.TRIGGER_PENDING, null, null, 0, null, null, null, null, null, null);
    }
    var disposal = status.getDisposal();
    Instant start = disposal == null ? null : time(disposal.getStartTime());
    return new StateSnapshotRecord(
        state(status.getState()),
        text(status.getPath()),
        text(status.getError()),
        status.getFailures() == null ? 0 : status.getFailures(),
        text(status.getJobId()),
        text(status.getTriggerId()),
        time(status.getTriggerTimestamp()),
        time(status.getResultTimestamp()),
        time(status.getRetryTimestamp()),
        disposal == null || start == null
            ? null
            : new Disposal(
                start,
                disposal.getAttempt() == null ? 1 : disposal.getAttempt(),
                text(disposal.getError())));
  }

  StateSnapshotRecord asking(String job, String trigger, Instant now) {
    return new StateSnapshotRecord(
        State.IN_PROGRESS, null, error, failures, job, trigger, now, resultTime, null, null);
  }

  /** The Apache operator does not write down which job it has asked. */
  StateSnapshotRecord ofJob(@Nullable String job) {
    return jobId != null || state != State.IN_PROGRESS
        ? this
        : new StateSnapshotRecord(
            state,
            path,
            error,
            failures,
            job,
            triggerId,
            triggerTime,
            resultTime,
            retryTime,
            disposal);
  }

  /**
   * @param remark what is wrong all the same; null: nothing
   */
  StateSnapshotRecord completed(@Nullable String where, @Nullable String remark, Instant now) {
    return new StateSnapshotRecord(
        State.COMPLETED, where, remark, failures, jobId, triggerId, triggerTime, now, null, null);
  }

  /**
   * @param next when it is tried again; null: never
   */
  StateSnapshotRecord failed(String why, @Nullable Instant next, Instant now) {
    return new StateSnapshotRecord(
        next == null ? State.FAILED : State.TRIGGER_PENDING,
        null,
        why,
        failures + 1,
        jobId,
        triggerId,
        triggerTime,
        now,
        next,
        null);
  }

  StateSnapshotRecord retriedAt(Instant next) {
    return new StateSnapshotRecord(
        State.TRIGGER_PENDING,
        null,
        error,
        failures,
        jobId,
        triggerId,
        triggerTime,
        resultTime,
        next,
        null);
  }

  StateSnapshotRecord abandoned(String why) {
    return new StateSnapshotRecord(
        State.ABANDONED,
        null,
        why,
        failures,
        jobId,
        triggerId,
        triggerTime,
        resultTime,
        null,
        null);
  }

  /**
   * @param next when the disposal is tried again; null: it has not failed
   */
  StateSnapshotRecord disposing(Disposal how, @Nullable Instant next) {
    return new StateSnapshotRecord(
        state,
        path,
        how.error() == null ? error : "The savepoint could not be disposed of: " + how.error(),
        failures,
        jobId,
        triggerId,
        triggerTime,
        resultTime,
        next,
        how);
  }

  private static State state(@Nullable String text) {
    try {
      return text == null ? State.TRIGGER_PENDING : State.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return State.TRIGGER_PENDING;
    }
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static @Nullable Instant time(@Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
