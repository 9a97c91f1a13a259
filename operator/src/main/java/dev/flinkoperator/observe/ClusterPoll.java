package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Follows one cluster: at most one round of questions in flight, at most one waiting.
 *
 * <p>Every round, and every wait for one, has a number; whatever comes back under an older number
 * (a late answer of a cluster that is no more, a timer that could not be stopped in time) is
 * dropped. Answers are taken in on the thread of the timer.
 */
final class ClusterPoll {
  private final FlinkRest rest;
  private final Clock clock;
  private final PollTimer timer;
  private final PollSchedule schedule;
  private final Haste haste;
  private final Runnable changed;

  private volatile ClusterSeen seen = ClusterSeen.NOTHING;

  private @Nullable Round next;
  private @Nullable RescaleView refusedRescale;
  private final OperationRequests requests = new OperationRequests();
  private long number;
  private boolean forgotten;
  private boolean again;
  private boolean inFlight;
  private Runnable stopWaiting = () -> {};
  private long lastEndNanos;
  private long movedNanos;
  private int failures;
  private String kindOfFailure = "";

  ClusterPoll(
      FlinkRest rest,
      Clock clock,
      PollTimer timer,
      PollSchedule schedule,
      Haste haste,
      Runnable changed) {
    this.rest = rest;
    this.clock = clock;
    this.timer = timer;
    this.schedule = schedule;
    this.haste = haste;
    this.changed = changed;
  }

  ClusterSeen seen() {
    return seen;
  }

  /** False if this poll was forgotten and cannot be used again. */
  synchronized boolean follow(PollTarget target) {
    if (forgotten) {
      return false;
    }
    Round before = next;
    if (before == null || !before.target.sameCluster(target)) {
      dropQuestion();
      next = new Round(target, new Questions(rest, timer, clock, target));
      seen = ClusterSeen.NOTHING;
      failures = 0;
      movedNanos = timer.nanoTime();
      askAfter(Duration.ZERO);
      return true;
    }
    Pace paceBefore = pace(before.target);
    next = new Round(target, before.questions);
    OperationQuestion operation = target.operation();
    if (target.checkpointsOf() != null
        && !target.checkpointsOf().equals(before.target.checkpointsOf())) {
      askAtOnce();
    } else if (operation != null && !operation.equals(before.target.operation())) {
      if (requests.answered(operation)) {
        askAtOnce();
      } else if (!inFlight) {
        // Flink is just being asked for it; it would not know it yet.
        askAfter(schedule.soon());
      }
    } else if (paceBefore != pace(target) && !inFlight) {
      askAfter(untilNext(next));
    }
    return true;
  }

  /**
   * Flink does an operation, and may know it by an id of its own.
   *
   * @param under null: by the id it was asked for with
   */
  void accepted(OperationQuestion question, @Nullable String under) {
    synchronized (this) {
      if (under != null && !under.equals(question.triggerId()) && next != null) {
        next.questions.operation.knownAs(question, under);
        if (seen.operation() instanceof OperationView.NotKnown) {
          seen = seen.with(new OperationView.Running(question.triggerId()));
        }
      }
    }
    answered(question, null);
  }

  /**
   * Flink has answered the request for an operation: from now on it can say how the operation does.
   *
   * @param refusal why it will not do it; null: it will
   */
  void answered(OperationQuestion question, @Nullable String refusal) {
    boolean news = false;
    synchronized (this) {
      if (forgotten) {
        return;
      }
      requests.answered(question, refusal);
      if (refusal != null && question.kind() == OperationKind.Cancel) {
        ClusterSeen before = seen;
        seen = before.with(new OperationView.Failed(question.triggerId(), refusal));
        news = seen.isNewsAfter(before);
      }
      movedNanos = timer.nanoTime();
      if (next != null && question.equals(next.target.operation())) {
        askAtOnce();
      }
    }
    if (news) {
      timer.after(Duration.ZERO, changed);
    }
  }

  /**
   * Flink has answered the request for other bounds of the job's vertices.
   *
   * @param refusal why it will not take them; null: it does
   */
  void rescaled(RescaleQuestion question, @Nullable String refusal) {
    synchronized (this) {
      if (forgotten || next == null || !question.equals(next.target.rescale())) {
        return;
      }
      movedNanos = timer.nanoTime();
      askAtOnce();
      if (refusal == null) {
        return;
      }
      refusedRescale = RescaleView.refused(question, refusal, clock.instant());
      RescaleView told = rescale(seen.rescale());
      seen = seen.with(told == null ? refusedRescale : told);
    }
    timer.after(Duration.ZERO, changed);
  }

  synchronized void forget() {
    forgotten = true;
    seen = ClusterSeen.NOTHING;
    dropQuestion();
  }

  private void dropQuestion() {
    refusedRescale = null;
    number++;
    again = false;
    stopWaiting.run();
    inFlight = false;
    if (next != null) {
      next.questions.giveUp();
    }
  }

  private void askAtOnce() {
    if (!inFlight) {
      askAfter(Duration.ZERO);
    } else {
      again = true;
    }
  }

  private void askAfter(Duration wait) {
    stopWaiting.run();
    long mine = ++number;
    stopWaiting = timer.after(wait, () -> ask(mine));
  }

  private Duration untilNext(Round round) {
    long now = timer.nanoTime();
    Pace pace = pace(round.target);
    Duration wait = schedule.wait(pace, failures, lastEndNanos, now);
    if (pace == Pace.MOVING && failures == 0) {
      wait = haste.wait(wait, Duration.ofNanos(now - movedNanos), now);
    }
    Duration lastOne = round.questions.checkpoints.untilLastOne();
    return failures == 0 && lastOne != null && lastOne.compareTo(wait) < 0 ? lastOne : wait;
  }

  /** While an operation goes on something moves. */
  private Pace pace(PollTarget target) {
    OperationQuestion operation = target.operation();
    return operation == null || seen.ended(operation) ? target.pace() : Pace.MOVING;
  }

  private synchronized void ask(long mine) {
    Round round = next;
    if (mine != number || round == null) {
      return;
    }
    again = false;
    OperationView refused = requests.refused(round.target.operation());
    inFlight = true;
    round
        .questions
        .round(round.target)
        .whenComplete(
            (jobs, failure) ->
                // Over the timer even if the answer is there at once: never inside this lock.
                timer.after(Duration.ZERO, () -> answered(mine, round, refused, jobs, failure)));
  }

  private void answered(
      long mine,
      Round round,
      @Nullable OperationView refused,
      @Nullable List<JobSummary> jobs,
      @Nullable Throwable failure) {
    boolean news;
    synchronized (this) {
      if (mine != number) {
        return;
      }
      inFlight = false;
      lastEndNanos = timer.nanoTime();
      failures = jobs != null ? 0 : failures + 1;
      ClusterSeen before = seen;
      seen =
          jobs != null
              ? reached(before, round.questions, refused, jobs)
              : new ClusterSeen(
                  unreachable(before.jobs(), failure),
                  before.checkpoints(),
                  before.operation(),
                  before.restarts(),
                  before.rescale());
      news = seen.isNewsAfter(before);
      if (news) {
        movedNanos = lastEndNanos;
      }
      askAfter(again || next == null ? Duration.ZERO : untilNext(next));
    }
    if (news) {
      changed.run();
    }
  }

  private ClusterSeen reached(
      ClusterSeen before, Questions asked, @Nullable OperationView refused, List<JobSummary> jobs) {
    OperationView operation = asked.operation.view();
    boolean known = operation != null && !(operation instanceof OperationView.NotKnown);
    return new ClusterSeen(
        SnapshotFold.reached(before.jobs(), jobs, asked.once, clock.instant())
            .sized(asked.size.view()),
        asked.checkpoints.view(),
        refused == null || known ? operation : refused,
        asked.restarts.view(),
        rescale(asked.rescale.view()));
  }

  /** That it would not take other bounds says more than the bounds it has. */
  private @Nullable RescaleView rescale(@Nullable RescaleView told) {
    return refusedRescale != null
            && told != null
            && refusedRescale.question().equals(told.question())
            && !(told.refusal() == null && told.question().metBy(told.vertices()))
        ? told.refusing(refusedRescale.refusal(), refusedRescale.since())
        : told;
  }

  private JobSnapshot unreachable(JobSnapshot before, @Nullable Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    String kind;
    String reason;
    if (failure instanceof FlinkRestException known) {
      kind = known.outcome() + " " + known.httpStatus();
      reason = known.getMessage();
    } else {
      kind = failure == null ? "nothing" : failure.getClass().getSimpleName();
      reason = "Flink's REST API could not be asked (" + kind + ")";
    }
    // The text may differ from poll to poll (a time, a number); only another kind is news.
    boolean same = before instanceof Unreachable && kind.equals(kindOfFailure);
    kindOfFailure = kind;
    return same ? before : SnapshotFold.unreachable(before, reason, clock.instant());
  }

  private record Round(PollTarget target, Questions questions) {}
}
