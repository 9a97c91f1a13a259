package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.RestartsQuestion;
import dev.flinkoperator.observe.view.RestartsView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives a job a new cluster that Flink restarts too often, or that completes no checkpoints any
 * more, where its owner wants that: {@code kubernetes.operator.cluster.health-check.*}.
 */
final class HealthCheck {

  private static final String PREFIX = "kubernetes.operator.cluster.health-check.";
  private static final String RESTARTS = PREFIX + "restarts.";
  private static final String PROGRESS = PREFIX + "checkpoint-progress.";
  private static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Relaunch relaunch;

  HealthCheck(Relaunch relaunch) {
    this.relaunch = relaunch;
  }

  /**
   * @param plan that keeps the cluster
   */
  Plan care(StateKnowledge state, Plan plan, EffectiveConfiguration configuration, Instant now)
      throws RenderingException {
    JobView job = state.job();
    Follow follow = plan.follow();
    if (job == null
        || follow == null
        || StateKnowledge.terminal(job)
        || !configuration.isTrue(PREFIX + "enabled", false)
        || !EndedJob.keeps(plan, state)) {
      return plan;
    }
    Duration within = Durations.of(configuration, RESTARTS + "window", Duration.ofMinutes(2));
    RestartsQuestion question = new RestartsQuestion(state.inForce().jobId(), within);
    Instant due = progressDue(state, job, configuration);
    String sick =
        restartedTooOften(state, question, configuration)
            ? "Flink has restarted the job more than "
                + threshold(configuration)
                + " times within "
                + within.toSeconds()
                + " s"
            : due != null && !now.isBefore(due)
                ? "The job has completed no checkpoint within "
                    + progressWindow(state, configuration).toSeconds()
                    + " s"
                : null;
    if (sick != null) {
      return again(state, plan, sick, configuration, now);
    }
    Plan asking = plan.following(follow.counting(question));
    return due == null ? asking : asking.waking(longer(Duration.between(now, due), AT_ONCE));
  }

  private Plan again(
      StateKnowledge state,
      Plan plan,
      String sick,
      EffectiveConfiguration configuration,
      Instant now)
      throws RenderingException {
    Observation seen = state.seen();
    if (!Spec.stateful(seen.resource())) {
      return relaunch.fromEmpty(seen, configuration, now).saying(told(sick, "from empty"));
    }
    Stop stop = Relaunch.stop(state, configuration, now);
    if (stop instanceof Stop.Ended ended) {
      return relaunch
          .from(state, ended.point(), now)
          .saying(told(sick, "from " + Told.of(ended.point())));
    }
    return stop instanceof Stop.Asking asking
        ? relaunch.asking(state, asking, now).saying(told(sick, "from its last checkpoint"))
        : plan;
  }

  private static boolean restartedTooOften(
      StateKnowledge state, RestartsQuestion question, EffectiveConfiguration configuration) {
    RestartsView view = state.seen().restarts();
    return view != null
        && view.question().equals(question)
        && view.restarts() > threshold(configuration);
  }

  private static long threshold(EffectiveConfiguration configuration) {
    return number(configuration, RESTARTS + "threshold", 64);
  }

  /** When the next checkpoint is overdue; null: none is expected, or nothing is known of them. */
  private static @Nullable Instant progressDue(
      StateKnowledge state, JobView job, EffectiveConfiguration configuration) {
    CheckpointsView checkpoints = state.checkpoints();
    boolean periodic =
        state.inForce().configuration().containsKey("execution.checkpointing.interval");
    if (!configuration.isTrue(PROGRESS + "enabled", true)
        || !periodic
        || checkpoints == null
        || job.startTime() == null) {
      return null;
    }
    CheckpointView newest = checkpoints.newest();
    Instant since =
        newest == null || newest.completed().isBefore(job.startTime())
            ? job.startTime()
            : newest.completed();
    return since.plus(progressWindow(state, configuration));
  }

  /** At least what a job may take between two checkpoints without being in trouble. */
  private static Duration progressWindow(
      StateKnowledge state, EffectiveConfiguration configuration) {
    EffectiveConfiguration running = new EffectiveConfiguration(state.inForce().configuration());
    Duration interval = Durations.of(running, "execution.checkpointing.interval", Duration.ZERO);
    Duration timeout =
        Durations.of(running, "execution.checkpointing.timeout", Duration.ofMinutes(10));
    long tolerable = number(running, "execution.checkpointing.tolerable-failed-checkpoints", 0);
    Duration least = longer(interval, timeout).multipliedBy(tolerable + 2);
    return longer(least, Durations.of(configuration, PROGRESS + "window", least));
  }

  private static long number(EffectiveConfiguration configuration, String key, long otherwise) {
    String text = configuration.get(key);
    try {
      return text == null ? otherwise : Math.max(0, Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static List<Notice> told(String sick, String whence) {
    return List.of(
        new Notice(
            EventReason.RESTART_UNHEALTHY_JOB,
            sick + "; it is given a new cluster and goes on " + whence));
  }
}
