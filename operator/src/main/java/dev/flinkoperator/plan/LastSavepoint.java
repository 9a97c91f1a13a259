package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stops the job of a deleted resource with a savepoint where its owner wants that. It never holds
 * up a deletion for ever: a job that cannot take one is deleted without, and an event says so.
 */
final class LastSavepoint {

  private static final String ENABLED = "kubernetes.operator.job.savepoint-on-deletion";
  private static final String DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";
  private static final int ATTEMPTS = 3;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private final PlanSettings settings;

  LastSavepoint(PlanSettings settings) {
    this.settings = settings;
  }

  /** Another operator's job can only be stopped once it is recorded as which job it runs. */
  boolean wanted(Observation seen) {
    if (seen.inForce() != null || seen.resource().getSpec() == null || seen.jobManager() == null) {
      return false;
    }
    try {
      return EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource())
          .isTrue(ENABLED, false);
    } catch (RenderingException e) {
      return false;
    }
  }

  /**
   * @return null: nothing holds up the deletion
   */
  @Nullable Plan before(Observation seen, Instant now) {
    Revision inForce = seen.inForce();
    JobManagerView jobManager = seen.jobManager();
    if (seen.resource().getSpec() == null
        || inForce == null
        || inForce.session()
        || jobManager == null
        || jobManager.deleting()
        || !seen.ownsJobManager()) {
      return null;
    }
    StateKnowledge state = StateKnowledge.of(seen, inForce);
    EffectiveConfiguration configuration = configuration(seen, inForce);
    RestorePoint point = state.recorded().restorePoint();
    boolean nothingToSave =
        (point != null && point.ends(inForce.jobId()))
            || (state.ending() == null && StateKnowledge.terminal(state.job()))
            || (!state.ran()
                && !jobManager.available()
                && !StateKnowledge.METADATA.equals(inForce.restoredFrom()));
    if (!configuration.isTrue(ENABLED, false) || nothingToSave) {
      return null;
    }
    Operation asked = state.ending();
    if (asked != null) {
      return asked.kind() == OperationKind.StopWithSavepoint
          ? follow(state, asked, configuration, now)
          : without(seen, "the job is being cancelled", now);
    }
    if (StateOptions.of(configuration, inForce).savepointDirectory() == null) {
      return without(seen, "state.savepoints.dir is not set", now);
    }
    if (state.running()) {
      Stop first =
          EndingOperation.first(
              state, OperationKind.StopWithSavepoint, wish(state, configuration), now);
      return asking(state, (Stop.Asking) first, configuration, now);
    }
    return waiting(state, now);
  }

  private Plan follow(
      StateKnowledge state, Operation asked, EffectiveConfiguration configuration, Instant now) {
    Stop stop = EndingOperation.judge(state, asked, wish(state, configuration), now);
    if (stop instanceof Stop.Ended ended) {
      return done(state, ended.point(), now);
    }
    if (!(stop instanceof Stop.Asking asking)) {
      return without(state.seen(), "the job no longer runs", now);
    }
    if (asking.operation().attempt() > ATTEMPTS) {
      return without(
          state.seen(),
          ATTEMPTS + " attempts failed, the last: " + asking.operation().error(),
          now);
    }
    Duration timeout =
        Durations.of(
            new EffectiveConfiguration(state.inForce().configuration()),
            "execution.checkpointing.timeout",
            Duration.ofMinutes(10));
    return heard(state, asked, now) && now.isAfter(asked.startTime().plus(timeout.multipliedBy(2)))
        ? without(state.seen(), "Flink did not complete it in time", now)
        : asking(state, asking, configuration, now);
  }

  private Plan asking(
      StateKnowledge state, Stop.Asking asking, EffectiveConfiguration configuration, Instant now) {
    Operation operation = asking.operation();
    StateOptions options = StateOptions.of(configuration, state.inForce());
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.SaveIntent());
    if (asking.send()) {
      steps.add(
          new Step.StartOperation(
              operation,
              FlinkAddress.of(settings, state.seen(), state.inForce()),
              options.savepointDirectory(),
              configuration.isTrue(DRAIN, false),
              options.savepointFormat(),
              state.inForce().takesTriggerIds()));
    }
    boolean first = !operation.equals(state.recorded().operation());
    Duration pause = Duration.between(now, operation.startTime());
    return underWay(
            state,
            Health.progressing(
                Reason.Deleting, "Before the cluster is deleted: " + asking.health().message()),
            steps,
            state.recorded().asking(operation),
            pause.compareTo(ASK_AGAIN) > 0 ? pause : ASK_AGAIN)
        .saying(
            first
                ? List.of(
                    new Notice(
                        operation.error() == null
                            ? EventReason.CLEANUP
                            : EventReason.SAVEPOINT_ERROR,
                        asking.health().message()))
                : List.of());
  }

  /** Time that passed while nobody asked Flink, because no operator ran, says nothing of it. */
  private static boolean heard(StateKnowledge state, Operation asked, Instant now) {
    return StopJudge.answer(state, asked) != null
        || (state.seen().job() instanceof Unreachable silent
            && now.isAfter(silent.since().plus(LONGEST_WAIT)));
  }

  /** A job that does not run now may do so in a moment. */
  private Plan waiting(StateKnowledge state, Instant now) {
    if (state.seen().job() instanceof NotAsked && state.seen().jobManager() != null) {
      return underWay(
          state,
          Health.progressing(Reason.Deleting, "Asking Flink for the job, to stop it"),
          List.of(),
          state.recorded(),
          ASK_AGAIN);
    }
    Instant since = deleted(state.seen(), now);
    if (state.seen().job() instanceof Unreachable silent && silent.since().isAfter(since)) {
      since = silent.since();
    }
    Instant limit = since.plus(LONGEST_WAIT);
    JobView job = state.job();
    if (job != null && job.stateSince().plus(settings.grace()).isBefore(limit)) {
      limit = job.stateSince().plus(settings.grace());
    }
    if (!now.isBefore(limit)) {
      return without(
          state.seen(), job == null ? "Flink does not answer" : "the job is " + job.state(), now);
    }
    return underWay(
        state,
        Health.progressing(
            Reason.Deleting,
            "Waiting, until "
                + limit
                + " at most, for the job to run: then it is stopped with a"
                + " savepoint"),
        List.of(),
        state.recorded(),
        ASK_AGAIN);
  }

  private Plan underWay(
      StateKnowledge state, Health health, List<Step> steps, StateRecord record, Duration wake) {
    Observation seen = state.seen();
    return new Plan(
        new Verdict.Judged(JobManagerStatus.READY, Rollout.UPGRADING, Lifecycle.DELETING, health),
        state.inForce(),
        false,
        new Recorded(seen.resource()).reconciled(),
        steps,
        null,
        FlinkAddress.follow(settings, seen, state.inForce(), true, record.operation()),
        List.of(),
        wake,
        record);
  }

  private static Plan done(StateKnowledge state, RestorePoint point, Instant now) {
    Plan deletion = Deletion.plan(state.seen(), now);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.SaveIntent());
    steps.addAll(deletion.steps());
    return new Plan(
        deletion.verdict(),
        deletion.inForce(),
        deletion.launching(),
        deletion.reconciled(),
        steps,
        null,
        null,
        List.of(new Notice(EventReason.CLEANUP, "The job has been stopped with " + Told.of(point))),
        deletion.wake(),
        state.recorded().at(point).asking(null));
  }

  private static Plan without(Observation seen, String why, Instant now) {
    return Deletion.plan(seen, now)
        .saying(
            List.of(
                new Notice(
                    EventReason.SAVEPOINT_ERROR,
                    "The job is deleted without the savepoint that "
                        + ENABLED
                        + " asks for: "
                        + why)));
  }

  private static StopWish wish(StateKnowledge state, EffectiveConfiguration configuration) {
    return StopWish.of(state.seen().resource(), state.inForce(), configuration, Cause.Deletion);
  }

  private EffectiveConfiguration configuration(Observation seen, Revision inForce) {
    try {
      return EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource());
    } catch (RenderingException e) {
      return new EffectiveConfiguration(inForce.configuration());
    }
  }

  private static Instant deleted(Observation seen, Instant now) {
    try {
      return Instant.parse(seen.resource().getMetadata().getDeletionTimestamp());
    } catch (DateTimeException e) {
      return now.minus(LONGEST_WAIT);
    }
  }
}
