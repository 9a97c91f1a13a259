package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotSpec;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.Savepoint;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import dev.flinkoperator.observe.view.Unreachable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Has the snapshot taken: waits for the job, asks, asks again, tries anew. */
final class StateSnapshotTaking {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** Results come with the poller; this only covers a request that never arrived. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final PlanSettings settings;

  StateSnapshotTaking(PlanSettings settings) {
    this.settings = settings;
  }

  StateSnapshotPlan begin(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    switch (target.standing()) {
      case ENDED -> {
        return abandon(record, target.why() + ": no snapshot can be taken of it");
      }
      case MISSING, COMING -> {
        return waiting(record, target.why(), null, null);
      }
      case RUNNING -> {}
    }
    if (seen.resource().getSpec().getCheckpoint() != null && !target.takesCheckpoints()) {
      return StateSnapshotPlan.resting(
          record,
          Health.stalled(
              Reason.NotSupported,
              "Flink takes checkpoints on request from 1.17 on; take a savepoint instead"),
          List.of());
    }
    if (record.retryTime() != null && record.retryTime().isAfter(now)) {
      return StateSnapshotPlan.waiting(
          record, retrying(record), null, Duration.between(now, record.retryTime()));
    }
    Follow follow = follow(target, null);
    JobView job = job(seen, target);
    if (job == null || !runs(job)) {
      String why =
          seen.jobs() instanceof Unreachable silent
              ? "Flink's REST API does not answer: " + silent.reason()
              : job == null
                  ? "Waiting for Flink to list job " + target.jobId()
                  : "Flink says the job is " + job.state();
      return waiting(record, why, follow, null);
    }
    String jobId = Objects.requireNonNull(target.jobId());
    StateSnapshotRecord asked = record.asking(jobId, triggerId(seen, record, now), now);
    return sending(seen, asked, target, List.of(new Step.SaveIntent()));
  }

  StateSnapshotPlan goOn(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      Instant now) {
    if (seen.operation() instanceof OperationView.Completed completed) {
      return completed(seen, record, completed.path(), now);
    }
    if (seen.operation() instanceof OperationView.Failed failed) {
      return failed(seen, record, failed.reason(), now);
    }
    JobView job = job(seen, target);
    boolean unknown = seen.operation() instanceof OperationView.NotKnown;
    if (lost(record, target) || (unknown && job != null && StateKnowledge.terminal(job))) {
      return abandon(
          record,
          (target.standing() == StateSnapshotTarget.Standing.RUNNING
                  ? "Job " + record.jobId() + " runs no more"
                  : target.why())
              + ": whether the snapshot was completed before is not known");
    }
    if (unknown && job != null && runs(job)) {
      return sending(seen, record, target, List.of());
    }
    return StateSnapshotPlan.waiting(
        record, taking(seen, record), follow(target, question(seen, record)), ASK_AGAIN);
  }

  /** Nobody can tell any more how the snapshot did. */
  static boolean lost(StateSnapshotRecord record, StateSnapshotTarget target) {
    return record.triggerId() == null
        || target.standing() == StateSnapshotTarget.Standing.MISSING
        || target.standing() == StateSnapshotTarget.Standing.ENDED
        || target.cluster() == null
        || record.jobId() == null
        || !record.jobId().equals(target.jobId());
  }

  /** Asks Flink; what is sent twice under one id is done once. */
  private StateSnapshotPlan sending(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      StateSnapshotTarget target,
      List<Step> before) {
    Operation operation = operation(seen, record);
    Savepoint savepoint = seen.resource().getSpec().getSavepoint();
    Step ask =
        new Step.StartOperation(
            operation,
            target.address(settings),
            savepoint == null
                ? null
                : savepoint.getPath() == null || savepoint.getPath().isBlank()
                    ? target.savepointDirectory()
                    : savepoint.getPath(),
            false,
            savepoint == null
                ? target
                    .configuration()
                    .get(StateOptions.CHECKPOINT_TYPE, "FULL")
                    .strip()
                    .toUpperCase(Locale.ROOT)
                : savepoint.getFormatType() == Savepoint.FormatType.NATIVE ? "NATIVE" : "CANONICAL",
            target.takesIds());
    return new StateSnapshotPlan(
        record,
        taking(seen, record),
        before.isEmpty() ? List.of(ask) : List.of(before.get(0), ask),
        follow(target, operation.question()),
        List.of(),
        ASK_AGAIN,
        false);
  }

  static StateSnapshotRecord result(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      @Nullable String path,
      Instant now) {
    boolean savepoint = seen.resource().getSpec().getSavepoint() != null;
    return record.completed(
        path, path != null || savepoint ? null : "Flink does not say where the checkpoint is", now);
  }

  private static StateSnapshotPlan completed(
      StateSnapshotObservation seen,
      StateSnapshotRecord record,
      @Nullable String path,
      Instant now) {
    boolean savepoint = seen.resource().getSpec().getSavepoint() != null;
    if (savepoint && path == null) {
      return failed(seen, record, "Flink does not say where the savepoint is", now);
    }
    StateSnapshotRecord complete = result(seen, record, path, now);
    Notice notice =
        path == null
            ? new Notice(
                EventReason.STATE_SNAPSHOT_CHECKPOINT_ERROR,
                "The checkpoint is complete, but Flink does not say where it is")
            : new Notice(
                EventReason.STATE_SNAPSHOT_COMPLETED,
                (savepoint ? "Savepoint taken: " : "Checkpoint taken: ") + path);
    return StateSnapshotPlan.resting(complete, complete(complete), List.of(notice));
  }

  private static StateSnapshotPlan failed(
      StateSnapshotObservation seen, StateSnapshotRecord record, String reason, Instant now) {
    int failures = record.failures() + 1;
    boolean again = mayRetry(seen.resource().getSpec(), failures);
    Instant next = again ? now.plus(pause(failures)) : null;
    StateSnapshotRecord written = record.failed(reason, next, now);
    boolean savepoint = seen.resource().getSpec().getSavepoint() != null;
    Notice notice =
        new Notice(
            savepoint
                ? EventReason.STATE_SNAPSHOT_SAVEPOINT_ERROR
                : EventReason.STATE_SNAPSHOT_CHECKPOINT_ERROR,
            "Attempt "
                + failures
                + " has failed"
                + (again ? " and is repeated: " : ", and there is none left: ")
                + reason);
    return again
        ? new StateSnapshotPlan(
            written,
            retrying(written),
            List.of(),
            null,
            List.of(notice),
            Duration.between(now, next),
            false)
        : StateSnapshotPlan.resting(written, failed(written), List.of(notice));
  }

  private static StateSnapshotPlan abandon(StateSnapshotRecord record, String why) {
    StateSnapshotRecord given = record.abandoned(why);
    return StateSnapshotPlan.resting(
        given, abandoned(given), List.of(new Notice(EventReason.STATE_SNAPSHOT_ABANDONED, why)));
  }

  private static StateSnapshotPlan waiting(
      StateSnapshotRecord record, String why, @Nullable Follow follow, @Nullable Duration wake) {
    return StateSnapshotPlan.waiting(
        record, Health.progressing(Reason.WaitingForJob, why), follow, wake);
  }

  /**
   * @param failures so far
   */
  static boolean mayRetry(FlinkStateSnapshotSpec spec, int failures) {
    Integer limit = spec.getBackoffLimit();
    return limit == null || limit < 0 || failures <= limit;
  }

  static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(failures - 1, 10)));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  static Health complete(StateSnapshotRecord record) {
    return Health.ready(
        Reason.SnapshotCompleted,
        record.path() == null
            ? "The checkpoint is complete; Flink does not say where it is"
            : "The snapshot is complete: " + record.path());
  }

  static Health abandoned(StateSnapshotRecord record) {
    return Health.stalled(
        Reason.SnapshotAbandoned,
        Objects.requireNonNullElse(record.error(), "The job runs no more"));
  }

  static Health failed(StateSnapshotRecord record) {
    return Health.stalled(
        Reason.SnapshotFailed,
        "No attempt is left after "
            + record.failures()
            + ": "
            + Objects.requireNonNullElse(record.error(), "Flink gave no reason"));
  }

  private static Health retrying(StateSnapshotRecord record) {
    return Health.progressing(
        Reason.SnapshotRetrying,
        "Attempt "
            + (record.failures() + 1)
            + " follows at "
            + Objects.requireNonNull(record.retryTime()).truncatedTo(ChronoUnit.SECONDS)
            + ". "
            + record.error());
  }

  private static Health taking(StateSnapshotObservation seen, StateSnapshotRecord record) {
    boolean savepoint = seen.resource().getSpec().getSavepoint() != null;
    return Health.progressing(
        savepoint ? Reason.TakingSavepoint : Reason.TakingCheckpoint,
        "Job " + record.jobId() + " takes a " + (savepoint ? "savepoint" : "checkpoint"));
  }

  private static @Nullable JobView job(StateSnapshotObservation seen, StateSnapshotTarget target) {
    return seen.jobs() instanceof Reached reached && target.jobId() != null
        ? reached.job(target.jobId()).orElse(null)
        : null;
  }

  /** Flink calls a job running also while all its tasks wait, and takes no snapshot of it then. */
  private static boolean runs(JobView job) {
    return "RUNNING".equals(job.state()) && job.tasksUp();
  }

  private static Operation operation(StateSnapshotObservation seen, StateSnapshotRecord record) {
    return new Operation(
        seen.resource().getSpec().getSavepoint() != null
            ? OperationKind.Savepoint
            : OperationKind.Checkpoint,
        Objects.requireNonNull(record.jobId()),
        Objects.requireNonNull(record.triggerId()),
        RestorePoint.Cause.Manual,
        null,
        record.failures() + 1,
        Objects.requireNonNullElse(record.triggerTime(), Instant.EPOCH),
        null,
        null);
  }

  static OperationQuestion question(StateSnapshotObservation seen, StateSnapshotRecord record) {
    return operation(seen, record).question();
  }

  private Follow follow(StateSnapshotTarget target, @Nullable OperationQuestion question) {
    return following(settings, target, question);
  }

  static Follow following(
      PlanSettings settings, StateSnapshotTarget target, @Nullable OperationQuestion question) {
    return new Follow(target.address(settings), target.epoch(), true, null, question);
  }

  private static String triggerId(
      StateSnapshotObservation seen, StateSnapshotRecord record, Instant now) {
    String content =
        seen.resource().getMetadata().getUid() + record.failures() + "/" + now.toEpochMilli();
    return UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "");
  }
}
