package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.VertexView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Has a job that runs run its vertices with the parallelism its spec gives them, in place: after an
 * edit, and whenever another JobManager has begun it with what its code says. Whether that is due
 * is told by the bounds that Flink names, not by what has been asked for before.
 */
final class Rescaling {

  /** Slots come with TaskManagers, and those with their nodes. */
  private static final Duration SLOTS = Duration.ofMinutes(2);

  /** Covers a request that got lost, or that Flink had no time for. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private static final int NAMED = 3;

  private final PlanSettings settings;

  Rescaling(PlanSettings settings) {
    this.settings = settings;
  }

  /**
   * @param plan that keeps the cluster, or changes only what is beside it
   */
  Plan along(Plan plan, StateKnowledge state, EffectiveConfiguration configuration, Instant now) {
    Revision inForce = plan.inForce();
    Follow follow = plan.follow();
    if (inForce == null
        || follow == null
        || !InPlaceRescale.enabled(configuration)
        || ends(plan, state)
        || plan.steps().stream().anyMatch(Step.StartOperation.class::isInstance)
        || !InPlaceRescale.applies(inForce)) {
      return plan;
    }
    RescaleQuestion question = InPlaceRescale.question(inForce);
    Plan asking = plan.following(follow.rescaling(question));
    if (!(plan.verdict() instanceof Verdict.Judged judged)) {
      return asking;
    }
    Observation seen = state.seen();
    return switch (judged.health().reason()) {
      case JobRunning -> running(asking, seen, inForce, question, now);
      case JobRestarting, JobStarting, WaitingForTaskManagers ->
          new Recorded(seen.resource()).says(Reason.Rescaling)
              ? turning(asking, judged.health())
              : asking;
      default -> asking;
    };
  }

  /** By what the plan leaves written: a stop that has come to nothing may be done with. */
  private static boolean ends(Plan plan, StateKnowledge state) {
    if (state.ending() == null || plan.state() == null) {
      return state.ending() != null;
    }
    return plan.state().operation() != null;
  }

  private Plan running(
      Plan plan, Observation seen, Revision inForce, RescaleQuestion question, Instant now) {
    RescaleView answer = InPlaceRescale.answer(seen, inForce);
    boolean wasReady = wasReady(seen, inForce);
    if (answer == null) {
      return wasReady
          ? plan.judged(new Verdict.AsBefore())
          : unsettled(plan, "Asking Flink how parallel the job runs");
    }
    if (answer.refusal() != null) {
      return plan;
    }
    if (!question.metBy(answer.vertices())) {
      return due(plan, seen, inForce, answer);
    }
    List<String> over = differing(answer, +1);
    List<String> under = differing(answer, -1);
    if (!over.isEmpty()) {
      return unsettled(plan, "Waiting for Flink to rescale: " + told(over));
    }
    if (under.isEmpty()) {
      return plan;
    }
    Instant patient = answer.since().plus(SLOTS);
    if (!wasReady && now.isBefore(patient)) {
      return unsettled(plan, "Waiting for slots: " + told(under))
          .waking(Duration.between(now, patient));
    }
    return plan.judged(
        ready("The job is running with less than it is given, for want of slots: " + told(under)));
  }

  private Plan due(Plan plan, Observation seen, Revision inForce, RescaleView answer) {
    String message = "Rescaling the job in place: " + told(changes(answer));
    Recorded recorded = new Recorded(seen.resource());
    if (recorded.state().operation() != null) {
      // This very pass may be done with it, and then nobody else wakes the next one.
      return unsettled(plan, message + ". First it completes what it was asked for")
          .waking(ASK_AGAIN);
    }
    List<Step> steps = List.of(new Step.Rescale(answer, FlinkAddress.of(settings, seen, inForce)));
    List<Notice> notices =
        message.equals(recorded.message(Reason.Rescaling))
            ? List.of()
            : List.of(new Notice(EventReason.SCALING, message));
    Plan unsettled = unsettled(plan, message);
    return unsettled.alongWith(steps, notices, unsettled.follow(), ASK_AGAIN);
  }

  /** To be rescaled, Flink restarts the job; that is no trouble worth an event. */
  private static Plan turning(Plan plan, Health health) {
    return unsettled(plan, "Rescaling the job in place: " + health.message())
        .saying(
            plan.notices().stream()
                .filter(notice -> notice.reason() != EventReason.JOB_EXCEPTION)
                .toList());
  }

  private static Plan unsettled(Plan plan, String message) {
    Follow follow = Objects.requireNonNull(plan.follow());
    return plan.judged(
            new Verdict.Judged(
                JobManagerStatus.READY,
                Rollout.UPGRADING,
                Lifecycle.DEPLOYED,
                Health.progressing(Reason.Rescaling, message)))
        .following(follow.soon());
  }

  private static Verdict ready(String message) {
    return new Verdict.Judged(
        JobManagerStatus.READY,
        Rollout.DEPLOYED,
        Lifecycle.STABLE,
        Health.ready(Reason.JobRunning, message));
  }

  /** Earlier passes have found that it runs with what this generation wants, or can have. */
  private static boolean wasReady(Observation seen, Revision inForce) {
    Recorded recorded = new Recorded(seen.resource());
    return recorded.ready()
        && recorded.ranWell(inForce.name(), seen.resource().getMetadata().getGeneration())
        && recorded.settledFor(seen.resource().getMetadata().getGeneration());
  }

  private static List<String> changes(RescaleView answer) {
    List<String> changes = new ArrayList<>();
    for (Map.Entry<String, Integer> target : answer.question().targets().entrySet()) {
      VertexView vertex = answer.vertices().get(target.getKey());
      if (vertex != null && vertex.upper() != target.getValue()) {
        changes.add(
            "vertex %s to %d (at most %d so far)"
                .formatted(target.getKey(), target.getValue(), vertex.upper()));
      }
    }
    return changes;
  }

  /**
   * @param side of the target: 1 above, -1 below
   */
  private static List<String> differing(RescaleView answer, int side) {
    List<String> differing = new ArrayList<>();
    for (Map.Entry<String, Integer> target : answer.question().targets().entrySet()) {
      VertexView vertex = answer.vertices().get(target.getKey());
      if (vertex != null && Integer.compare(vertex.parallelism(), target.getValue()) == side) {
        differing.add(
            "vertex %s runs with %d of %d"
                .formatted(target.getKey(), vertex.parallelism(), target.getValue()));
      }
    }
    return differing;
  }

  private static String told(List<String> all) {
    String some = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
    return all.size() <= NAMED ? some : some + " and " + (all.size() - NAMED) + " more";
  }
}
