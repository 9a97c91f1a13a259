package dev.flinkoperator.status;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.JobManagerStatus;
import dev.flinkoperator.plan.Reason;
import dev.flinkoperator.plan.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The conditions, in the order in which kstatus reads them: Reconciling and Stalled are there only
 * while true; Ready and Running always. A transition time moves only when the status flips.
 */
final class Conditions {

  private Conditions() {}

  /**
   * @param session it has no job of its own
   */
  static List<Condition> merge(
      @Nullable List<Condition> before,
      FlinkDeploymentStatus status,
      Verdict verdict,
      boolean session,
      BoundedText text,
      Instant now,
      Long generation) {
    if (verdict instanceof Verdict.Judged judged) {
      Merge merge = new Merge(before, now, generation);
      health(merge, judged.health(), text);
      if (session) {
        sessionRunning(merge, judged.jobManager());
      } else {
        running(merge, status);
      }
      return merge.result;
    }
    if (before == null || before.stream().noneMatch(c -> c.getType().equals("Ready"))) {
      // Another operator's status, of which nothing is judged yet.
      return failed(
          before,
          Health.progressing(Reason.TakingOver, "Taking the resource over as it is"),
          text,
          now,
          generation);
    }
    List<Condition> kept = new ArrayList<>();
    for (Condition condition : before) {
      kept.add(new ConditionBuilder(condition).withObservedGeneration(generation).build());
    }
    return kept;
  }

  /**
   * @param before as last written; what it says of the job stays
   */
  static List<Condition> failed(
      @Nullable List<Condition> before,
      Health health,
      BoundedText text,
      Instant now,
      Long generation) {
    Merge merge = new Merge(before, now, generation);
    health(merge, health, text);
    (before == null ? List.<Condition>of() : before)
        .stream().filter(c -> c.getType().equals("Running")).forEach(merge.result::add);
    return merge.result;
  }

  /** Of a kind that has no Running. */
  static List<Condition> of(
      @Nullable List<Condition> before,
      Health health,
      BoundedText text,
      Instant now,
      Long generation) {
    Merge merge = new Merge(before, now, generation);
    health(merge, health, text);
    return merge.result;
  }

  private static void health(Merge merge, Health health, BoundedText text) {
    String reason = health.reason().name();
    String message = text.bounded(health.message());
    switch (health.kind()) {
      case PROGRESSING -> {
        merge.add("Reconciling", "True", reason, message);
        merge.add("Ready", "False", reason, message);
      }
      case STALLED -> {
        merge.add("Stalled", "True", reason, message);
        merge.add("Ready", "False", reason, message);
      }
      case READY -> merge.add("Ready", "True", reason, message);
    }
  }

  /** The Apache operator's only condition (FLIP-493): the reason is the job's state. */
  private static void running(Merge merge, FlinkDeploymentStatus status) {
    String state = status.getJobStatus() == null ? null : status.getJobStatus().getState();
    merge.add(
        "Running",
        "RUNNING".equals(state) ? "True" : "False",
        state == null ? "NotStarted" : camelCase(state),
        state == null ? "No job has been started" : "Flink says the job is " + state);
  }

  /** The Apache operator's reasons: a session cluster runs when its JobManager does. */
  private static void sessionRunning(Merge merge, JobManagerStatus jobManager) {
    merge.add(
        "Running",
        jobManager == JobManagerStatus.READY ? "True" : "False",
        switch (jobManager) {
          case READY -> "JobManagerReady";
          case DEPLOYED_NOT_READY -> "DeployedNotReady";
          case DEPLOYING -> "JobManagerIsDeploying";
          case MISSING -> "JobManagerDeploymentMissing";
          case ERROR -> "Error";
        },
        "The JobManager of the session cluster is " + jobManager);
  }

  private static String camelCase(String state) {
    StringBuilder words = new StringBuilder();
    for (String word : state.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        words.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return words.isEmpty() ? "Unknown" : words.toString();
  }

  private static final class Merge {

    private final List<Condition> before;
    private final String now;
    private final Long generation;
    private final List<Condition> result = new ArrayList<>();

    Merge(@Nullable List<Condition> before, Instant now, Long generation) {
      this.before = before == null ? List.of() : before;
      this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
      this.generation = generation;
    }

    void add(String type, String status, String reason, String message) {
      String since =
          before.stream()
              .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
              .map(Condition::getLastTransitionTime)
              .findFirst()
              .orElse(now);
      result.add(
          new ConditionBuilder()
              .withType(type)
              .withStatus(status)
              .withReason(reason)
              .withMessage(message)
              .withObservedGeneration(generation)
              .withLastTransitionTime(since)
              .build());
    }
  }
}
