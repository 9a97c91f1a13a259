package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.RestorePoint.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the cluster of a job that has ended by itself: after a time, or at once where Flink has
 * begun to run a finished job once more. The status goes on saying how the job ended.
 */
final class EndedJob {

  private static final String TTL = "kubernetes.operator.jm-deployment.shutdown-ttl";
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private EndedJob() {}

  /**
   * @param plan that keeps the cluster
   */
  static Plan shutDown(
      StateKnowledge state, Plan plan, EffectiveConfiguration configuration, Instant now) {
    JobView job = state.job();
    JobManagerView jobManager = state.seen().jobManager();
    if (job == null || !StateKnowledge.terminal(job) || jobManager == null || !keeps(plan, state)) {
      return plan;
    }
    Duration ttl = Durations.of(configuration, TTL, Duration.ofDays(1));
    Instant due = job.stateSince().plus(ttl);
    if (now.isBefore(due)) {
      return plan.waking(Duration.between(now, due));
    }
    if (!job.state().equals(new Recorded(state.seen().resource()).endedJob())) {
      return plan.waking(AT_ONCE); // first of all the status says how it ended
    }
    StateRecord record = state.recorded();
    if (Spec.stateful(state.seen().resource())) {
      StopWish wish =
          StopWish.of(state.seen().resource(), state.inForce(), configuration, Cause.JobEnded);
      if (!(StopJudge.judge(state, wish, now) instanceof Stop.Ended ended)) {
        return plan; // nobody but this JobManager knows where its state is
      }
      record = record.at(ended.point()).asking(null);
    }
    return ending(
        state,
        jobManager,
        record,
        "The job has been "
            + job.state()
            + " for longer than "
            + TTL
            + "; its cluster is removed, the status stays",
        now);
  }

  /**
   * Without high availability a restarted JobManager knows nothing of the job's end and runs it
   * anew.
   *
   * @return null: nothing of the kind
   */
  static @Nullable Plan runAnew(StateKnowledge state, Instant now) {
    JobManagerView jobManager = state.seen().jobManager();
    boolean finished = "FINISHED".equals(new Recorded(state.seen().resource()).endedJob());
    if (!finished || jobManager == null || jobManager.deleting() || !state.begunAnew()) {
      return null;
    }
    if (state.ending() != null) {
      return null; // it finished because it was stopped, and its savepoint was not heard of
    }
    StateRecord record = state.recorded();
    RestorePoint written = record.restorePoint();
    if (Spec.stateful(state.seen().resource())
        && (written == null || !written.ends(state.inForce().jobId()))) {
      record = record.at(state.afterFinish(Cause.JobEnded, now));
    }
    return ending(
        state,
        jobManager,
        record,
        "The JobManager was restarted and Flink began the finished job anew; its cluster is"
            + " removed, the job stays finished",
        now);
  }

  /** The plan leaves the cluster of the revision in force as it is. */
  static boolean keeps(Plan plan, StateKnowledge state) {
    return plan.inForce() != null
        && plan.inForce().name().equals(state.inForce().name())
        && plan.follow() != null
        && plan.steps().stream().noneMatch(Step.StartOperation.class::isInstance)
        && state.ending() == null;
  }

  private static Plan ending(
      StateKnowledge state,
      JobManagerView jobManager,
      StateRecord record,
      String message,
      Instant now) {
    Observation seen = state.seen();
    return new Plan(
        new Verdict.AsBefore(),
        state.inForce(),
        false,
        new Recorded(seen.resource()).reconciled(),
        List.of(new Step.SaveIntent(), JobManagerEnd.begin(seen, jobManager, now)),
        null,
        null,
        List.of(new Notice(EventReason.CLEANUP, message)),
        LOOK_AGAIN,
        record);
  }
}
