package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the job of a resource that is being deleted, and lets go once it has ended. Whatever
 * happens to its cluster, that takes no longer than a bound.
 */
final class SessionJobDeletion {

  private static final String BY_SAVEPOINT = "kubernetes.operator.job.savepoint-on-deletion";
  private static final String DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";

  /** For a cluster that does not answer, and for one that cannot end the job. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private static final Duration LONGEST_CANCELLATION = Duration.ofMinutes(10);
  private static final Duration LONGEST_SAVEPOINT = Duration.ofMinutes(20);
  private static final int ATTEMPTS = 3;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  private final PlanSettings settings;
  private final SessionJobStop stop;

  SessionJobDeletion(PlanSettings settings, SessionJobStop stop) {
    this.settings = settings;
    this.stop = stop;
  }

  SessionJobPlan plan(JobOnCluster job, Instant now) {
    if (job.inForce() == null || job.clusterReplaced()) {
      return done(job, List.of());
    }
    StateKnowledge state = job.knowledge();
    JobView listed = state.job();
    Submission pending = job.submission();
    boolean mayBegin =
        pending != null
            && (PendingSubmission.mayStillBegin(job.seen().submission(), now)
                || !(state.seen().job() instanceof Reached));
    if (mayBegin && state.seen().job() instanceof Reached) {
      return underWay(
          job,
          "Waiting for a submission to come to its end: the job may still begin, and would be"
              + " cancelled",
          List.of(),
          job.state());
    }
    if (!mayBegin
        && listed == null
        && (job.recorded().suspended()
            || state.endedByUs()
            || state.seen().job() instanceof Reached)) {
      return done(job, List.of());
    }
    if (StateKnowledge.terminal(listed)) {
      return done(job, List.of());
    }
    Instant deleted = deleted(job, now);
    if (listed == null) {
      return silent(job, deleted, now);
    }
    if (bySavepoint(job, deleted, now)) {
      SessionJobPlan saving = savepoint(job, now);
      if (saving != null) {
        return saving;
      }
    }
    return now.isAfter(deleted.plus(LONGEST_CANCELLATION).plus(savepointTime(job)))
        ? done(
            job,
            List.of(
                new Notice(
                    EventReason.CLEANUP_FAILED,
                    "The resource is deleted though Flink has not ended job "
                        + listed.jobId()
                        + ", which is "
                        + listed.state()
                        + "; cancel it in Flink")))
        : cancel(job, now);
  }

  private SessionJobPlan silent(JobOnCluster job, Instant deleted, Instant now) {
    boolean forGood = job.cluster().missing() && !job.cluster().highlyAvailable();
    if (forGood && job.submission() == null) {
      return done(job, List.of());
    }
    Instant since =
        job.application().job() instanceof Unreachable away && away.since().isAfter(deleted)
            ? away.since()
            : deleted;
    Instant limit = since.plus(LONGEST_SILENCE);
    if (!now.isBefore(limit)) {
      return done(
          job,
          List.of(
              new Notice(
                  EventReason.CLEANUP_FAILED,
                  "The session cluster has not answered for "
                      + LONGEST_SILENCE.toSeconds()
                      + " s: the resource is deleted, and if job "
                      + job.knowledge().inForce().jobId()
                      + " still runs it has to be cancelled in Flink")));
    }
    return underWay(
        job,
        "The session cluster does not answer; if it does not until "
            + limit.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            + " the resource is deleted without it",
        List.of(),
        job.state());
  }

  private SessionJobPlan cancel(JobOnCluster job, Instant now) {
    StateKnowledge state = job.knowledge();
    Operation before = state.ending();
    Stop judged =
        before != null && before.kind() == OperationKind.Cancel
            ? EndingOperation.judge(state, before, SessionJobStop.wish(job, Cause.Deletion), now)
            : EndingOperation.first(
                state, OperationKind.Cancel, SessionJobStop.wish(job, Cause.Deletion), now);
    return judged instanceof Stop.Asking asking
        ? asking(job, asking, false)
        : underWay(job, "Cancelling the job", List.of(), job.state());
  }

  /** Null: it is to be cancelled. */
  private @Nullable SessionJobPlan savepoint(JobOnCluster job, Instant now) {
    StateKnowledge state = job.knowledge();
    Operation before = state.ending();
    boolean asked = before != null && before.kind() == OperationKind.StopWithSavepoint;
    if (!asked && (before != null || !state.running())) {
      return null;
    }
    StopWish wish = SessionJobStop.wish(job, Cause.Deletion);
    Stop judged =
        asked && before != null
            ? EndingOperation.judge(state, before, wish, now)
            : EndingOperation.first(state, OperationKind.StopWithSavepoint, wish, now);
    if (judged instanceof Stop.Ended ended) {
      return done(
          job,
          List.of(
              new Notice(
                  EventReason.CLEANUP, "The job has been stopped with " + Told.of(ended.point()))));
    }
    return judged instanceof Stop.Asking asking && asking.operation().attempt() <= ATTEMPTS
        ? asking(job, asking, job.configuration().isTrue(DRAIN, false))
        : null;
  }

  private boolean bySavepoint(JobOnCluster job, Instant deleted, Instant now) {
    return job.configuration().isTrue(BY_SAVEPOINT, false)
        && StateOptions.of(job.configuration(), job.knowledge().inForce()).savepointDirectory()
            != null
        && now.isBefore(deleted.plus(LONGEST_SAVEPOINT));
  }

  private static Duration savepointTime(JobOnCluster job) {
    return job.configuration().isTrue(BY_SAVEPOINT, false) ? LONGEST_SAVEPOINT : Duration.ZERO;
  }

  private SessionJobPlan asking(JobOnCluster job, Stop.Asking asking, boolean drain) {
    return underWay(
        job,
        asking.health().message(),
        stop.sending(job, asking, drain),
        job.state().asking(asking.operation()));
  }

  private SessionJobPlan underWay(
      JobOnCluster job, String message, List<Step> steps, StateRecord record) {
    return SessionJobPlans.progressing(
        job,
        Lifecycle.DELETING,
        Health.progressing(Reason.Deleting, message),
        steps,
        SessionJobPlans.follow(job, settings, job.inForce(), true, record.operation()),
        List.of(),
        ASK_AGAIN,
        record);
  }

  private static SessionJobPlan done(JobOnCluster job, List<Notice> notices) {
    return SessionJobPlans.progressing(
        job,
        Lifecycle.DELETING,
        Health.progressing(Reason.Deleting, "The job has ended"),
        List.of(),
        null,
        notices,
        null,
        job.state());
  }

  private static Instant deleted(JobOnCluster job, Instant now) {
    try {
      return Instant.parse(job.resource().getMetadata().getDeletionTimestamp());
    } catch (DateTimeException e) {
      return now.minus(LONGEST_CANCELLATION);
    }
  }
}
