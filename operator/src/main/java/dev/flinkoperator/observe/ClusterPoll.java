package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobsOverview;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Unreachable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Follows one cluster: at most one question in flight, at most one waiting.
 *
 * <p>Every question, and every wait for one, has a number; whatever comes back under an older
 * number (a late answer of a cluster that is no more, a timer that could not be stopped in time) is
 * dropped. Answers are taken in on the thread of the timer.
 */
final class ClusterPoll {
  private final FlinkRest rest;
  private final Clock clock;
  private final PollTimer timer;
  private final PollSchedule schedule;
  private final Runnable changed;

  private volatile JobSnapshot snapshot = new NotAsked();

  private @Nullable Target target;
  private Pace pace = Pace.MOVING;
  private long number;
  private boolean forgotten;
  private @Nullable CompletableFuture<?> inFlight;
  private Runnable stopWaiting = () -> {};
  private long lastEndNanos;
  private int failures;
  private String kindOfFailure = "";

  ClusterPoll(
      FlinkRest rest, Clock clock, PollTimer timer, PollSchedule schedule, Runnable changed) {
    this.rest = rest;
    this.clock = clock;
    this.timer = timer;
    this.schedule = schedule;
    this.changed = changed;
  }

  JobSnapshot last() {
    return snapshot;
  }

  /** False if this poll was forgotten and cannot be used again. */
  synchronized boolean follow(URI address, String epoch, Pace newPace) {
    if (forgotten) {
      return false;
    }
    if (target == null || !target.address.equals(address) || !target.epoch.equals(epoch)) {
      dropQuestion();
      target = new Target(address, epoch, new AskedOnce(rest, address));
      snapshot = new NotAsked();
      failures = 0;
      pace = newPace;
      askAfter(Duration.ZERO);
    } else if (pace != newPace) {
      pace = newPace;
      if (inFlight == null) {
        askAfter(untilNext());
      }
    }
    return true;
  }

  synchronized void forget() {
    forgotten = true;
    snapshot = new NotAsked();
    dropQuestion();
  }

  private void dropQuestion() {
    number++;
    stopWaiting.run();
    if (inFlight != null) {
      inFlight.cancel(true);
      inFlight = null;
    }
  }

  private void askAfter(Duration wait) {
    stopWaiting.run();
    long mine = ++number;
    stopWaiting = timer.after(wait, () -> ask(mine));
  }

  private Duration untilNext() {
    return schedule.wait(pace, failures, lastEndNanos, timer.nanoTime());
  }

  private synchronized void ask(long mine) {
    if (mine != number || target == null) {
      return;
    }
    Target asked = target;
    CompletableFuture<List<JobSummary>> overview = jobs(asked.address);
    inFlight = overview;
    overview
        .thenCompose(jobs -> asked.askedOnce.complete(jobs).thenApply(done -> jobs))
        .whenComplete(
            (jobs, failure) ->
                // Over the timer even if the answer is there at once: never inside this lock.
                timer.after(Duration.ZERO, () -> answered(mine, asked, jobs, failure)));
  }

  private CompletableFuture<List<JobSummary>> jobs(URI address) {
    try {
      return rest.call(address, new JobsOverview());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(
      long mine, Target asked, @Nullable List<JobSummary> jobs, @Nullable Throwable failure) {
    boolean differs;
    synchronized (this) {
      if (mine != number) {
        return;
      }
      inFlight = null;
      lastEndNanos = timer.nanoTime();
      failures = jobs != null ? 0 : failures + 1;
      askAfter(untilNext());
      JobSnapshot before = snapshot;
      snapshot =
          jobs != null
              ? SnapshotFold.reached(before, jobs, asked.askedOnce, clock.instant())
              : unreachable(before, failure);
      differs = !snapshot.equals(before);
    }
    if (differs) {
      changed.run();
    }
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

  private record Target(URI address, String epoch, AskedOnce askedOnce) {}
}
