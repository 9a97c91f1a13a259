package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has savepoints and checkpoints taken of a job that is left running: one at a time, beside all
 * else, so that the resource stays Ready.
 */
final class Snapshots {

  private static final int MOST_ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  /** Results come with the poller; this only covers a request that never arrived. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final PlanSettings settings;

  Snapshots(PlanSettings settings) {
    this.settings = settings;
  }

  /** What a pass does about them, along with the rest of its plan. */
  private record Turn(
      StateRecord record, @Nullable Operation send, List<Notice> notices, @Nullable Duration wake) {

    Turn(StateRecord record) {
      this(record, null, List.of(), null);
    }
  }

  /**
   * @param plan if it leaves a running cluster as it is; any other one is given back
   * @param wishes by the present spec, or by what is deployed if that cannot be followed
   */
  Plan along(Plan plan, Observation seen, SnapshotWishes wishes, Instant now) {
    Revision inForce = seen.inForce();
    Follow follow = plan.follow();
    if (plan.apply() == null || follow == null || inForce == null) {
      return plan;
    }
    StateKnowledge state = StateKnowledge.of(seen, inForce);
    StateRecord record = plan.state() == null ? state.recorded() : plan.state();
    Operation asked = record.operation();
    if (asked != null && ofAnotherKind(asked)) {
      return plan;
    }
    Turn turn = turn(state, record, wishes, now);
    Operation operation = turn.record().operation();
    Follow following =
        follow.asking(
            operation == null || operation.startTime().isAfter(now) ? null : operation.question());
    return plan.keeping(turn.record())
        .alongWith(sending(turn.send(), state), turn.notices(), following, turn.wake());
  }

  private static boolean ofAnotherKind(Operation asked) {
    return asked.kind() != OperationKind.Savepoint && asked.kind() != OperationKind.Checkpoint;
  }

  private Turn turn(StateKnowledge state, StateRecord record, SnapshotWishes wishes, Instant now) {
    Operation asked = record.operation();
    if (asked == null) {
      return next(state, record, wishes, List.of(), now);
    }
    OperationView.Completed completed = Completion.of(state.seen(), asked);
    if (completed != null) {
      String format = Completion.format(state.seen(), asked, settings);
      StateRecord at = record.at(point(state, record, asked, completed));
      return next(
          state,
          Completion.of(at, asked, completed, format, now),
          wishes,
          List.of(SnapshotNotices.completed(asked, completed.path())),
          now);
    }
    if (!asked.jobId().equals(state.inForce().jobId()) || StateKnowledge.terminal(state.job())) {
      return new Turn(record.asking(null));
    }
    return state.running() ? goingOn(state, record, asked, wishes, now) : new Turn(record);
  }

  private Turn goingOn(
      StateKnowledge state,
      StateRecord record,
      Operation asked,
      SnapshotWishes wishes,
      Instant now) {
    if (asked.startTime().isAfter(now)) {
      return new Turn(record, null, List.of(), Duration.between(now, asked.startTime()));
    }
    OperationView answer = StopJudge.answer(state, asked);
    if (answer instanceof OperationView.Failed failed) {
      return failed(state, record, asked, failed.reason(), wishes, now);
    }
    if (answer instanceof OperationView.Running) {
      return new Turn(record);
    }
    if (answer instanceof OperationView.NotKnown && !state.begunAnew()) {
      Operation again = ofThisRun(state, asked, now);
      return new Turn(record.asking(again), again, List.of(), ASK_AGAIN);
    }
    // Without an answer: it was written down, but Flink may never have been asked.
    return new Turn(record, null, List.of(), ASK_AGAIN);
  }

  /**
   * The JobManager that was asked is gone: what the next one takes is newer than its checkpoints.
   */
  private static Operation ofThisRun(StateKnowledge state, Operation asked, Instant now) {
    JobView job = state.job();
    boolean another =
        job != null && job.startTime() != null && job.startTime().isAfter(asked.startTime());
    return another && now.isAfter(asked.startTime()) ? asked.at(now, state.newestNumber()) : asked;
  }

  private Turn failed(
      StateKnowledge state,
      StateRecord record,
      Operation failed,
      String reason,
      SnapshotWishes wishes,
      Instant now) {
    int attempt = failed.attempt() + 1;
    if (attempt > MOST_ATTEMPTS) {
      return next(
          state,
          record.done(failed),
          wishes,
          List.of(SnapshotNotices.givenUp(failed, reason)),
          now);
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (attempt - 2));
    Operation again =
        new Operation(
            failed.kind(),
            failed.jobId(),
            EndingOperation.triggerId(state, failed.kind(), attempt, now),
            failed.cause(),
            failed.nonce(),
            attempt,
            now.plus(pause),
            state.newestNumber(),
            reason);
    return new Turn(record.asking(again), null, List.of(), pause);
  }

  /**
   * The next one that is asked for, if the job can take one. Of a run that Flink has just begun
   * anew nothing is asked before the status says that it is this one: what it takes would be held
   * against the run before, and be taken for newer than what this one completes later.
   */
  private static Turn next(
      StateKnowledge state,
      StateRecord record,
      SnapshotWishes wishes,
      List<Notice> notices,
      Instant now) {
    if (!state.running()) {
      return new Turn(record.asking(null), null, notices, null);
    }
    if (state.begunAnew()) {
      return new Turn(record.asking(null), null, notices, ASK_AGAIN);
    }
    Operation wanted = wishes.first(state, record, now);
    return wanted == null
        ? new Turn(record.asking(null), null, notices, wishes.untilNext(state, record, now))
        : new Turn(record.asking(wanted), wanted, notices, ASK_AGAIN);
  }

  private List<Step> sending(@Nullable Operation send, StateKnowledge state) {
    if (send == null) {
      return List.of();
    }
    StateOptions options = StateOptions.of(state.inForce(), state.seen(), settings);
    boolean savepoint = send.kind() == OperationKind.Savepoint;
    return List.of(
        new Step.StartOperation(
            send,
            FlinkAddress.of(settings, state.seen(), state.inForce()),
            savepoint ? options.savepointDirectory() : null,
            false,
            savepoint ? options.savepointFormat() : options.checkpointType(),
            state.inForce().takesTriggerIds()));
  }

  /**
   * A savepoint is where the job goes on from, until a newer checkpoint is seen. Its time is
   * Flink's where Flink tells, else the earliest that can be, as it is compared with that of
   * checkpoints. Where a checkpoint may be the newer one, by Flink's count, it stays: sinks commit
   * with checkpoints, and not with a savepoint that the job goes on after (FLIP-203).
   */
  private static @Nullable RestorePoint point(
      StateKnowledge state,
      StateRecord record,
      Operation asked,
      OperationView.Completed completed) {
    if (asked.kind() != OperationKind.Savepoint
        || completed.path() == null
        || !asked.jobId().equals(state.inForce().jobId())
        || (record.restorePoint() != null && record.restorePoint().ends(asked.jobId()))) {
      return record.restorePoint();
    }
    CheckpointsView checkpoints = state.checkpoints();
    CheckpointView newest = checkpoints == null ? null : checkpoints.newest();
    if (newest != null && completed.path().equals(newest.path())) {
      return taken(asked, completed.path(), newest.completed(), newest.id());
    }
    RestorePoint written = record.restorePoint();
    if ((newest != null && mayBeNewer(newest, asked))
        || (written != null && !state.begunAnew() && mayBeNewer(written, asked))) {
      return written;
    }
    Instant time =
        newest != null && newest.completed().isAfter(asked.startTime())
            ? newest.completed() // Flink's clock is ahead of ours
            : asked.startTime();
    return taken(asked, completed.path(), time, asked.leastNumber());
  }

  private static RestorePoint taken(
      Operation asked, String path, Instant time, @Nullable Long number) {
    return new RestorePoint(
        RestorePoint.Kind.Savepoint, path, asked.jobId(), time, asked.cause(), false, number);
  }

  /** Written down of the same job, since the savepoint was asked for. */
  private static boolean mayBeNewer(RestorePoint written, Operation asked) {
    Long number = written.jobId().equals(asked.jobId()) ? written.checkpoint() : null;
    return number != null && (asked.afterCheckpoint() == null || number > asked.afterCheckpoint());
  }

  /** Clocks may differ and jump; they are compared only where an older operator wrote no number. */
  private static boolean mayBeNewer(CheckpointView newest, Operation asked) {
    return asked.afterCheckpoint() == null
        ? newest.completed().isAfter(asked.startTime())
        : newest.id() > asked.afterCheckpoint();
  }
}
