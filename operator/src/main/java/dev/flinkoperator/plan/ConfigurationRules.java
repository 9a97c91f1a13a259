package dev.flinkoperator.plan;

import dev.flinkoperator.desired.CheckpointRetention;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What Flink configuration may and must hold, as the Apache operator's validator has it. */
final class ConfigurationRules {

  private static final List<String> SET_BY_THE_OPERATOR =
      List.of("kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id");

  /** As Flink's REST API takes them. */
  private static final Map<String, List<String>> TYPES =
      new TreeMap<>(
          Map.of(
              StateOptions.CHECKPOINT_TYPE,
              List.of("FULL", "INCREMENTAL"),
              StateOptions.FORMAT_TYPE,
              List.of("CANONICAL", "NATIVE")));

  private ConfigurationRules() {}

  static List<String> problems(EffectiveConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    for (String key : SET_BY_THE_OPERATOR) {
      if (configuration.get(key) != null) {
        problems.add("flinkConfiguration must not set " + key + ": the operator sets it");
      }
    }
    if (isTrue(configuration, "kubernetes.operator.cluster.health-check.enabled")
        && "false"
            .equals(configuration.get("kubernetes.operator.jm-deployment-recovery.enabled"))) {
      problems.add(
          "kubernetes.operator.cluster.health-check.enabled needs"
              + " kubernetes.operator.jm-deployment-recovery.enabled, which is false");
    }
    problems.addAll(typeProblems(configuration));
    problems.addAll(periodicProblems(configuration));
    problems.addAll(HistoryLimits.problems(configuration));
    return problems;
  }

  private static List<String> typeProblems(EffectiveConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    TYPES.forEach(
        (key, types) -> {
          String type = configuration.get(key);
          if (type != null && !types.contains(type.strip().toUpperCase(Locale.ROOT))) {
            problems.add(key + " must be one of " + String.join(", ", types) + ", not " + type);
          }
        });
    return problems;
  }

  private static List<String> periodicProblems(EffectiveConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    for (String key : List.of(SnapshotWishes.SAVEPOINTS, SnapshotWishes.CHECKPOINTS)) {
      try {
        PeriodicTrigger.parse(configuration.get(key));
      } catch (IllegalArgumentException e) {
        problems.add(key + " " + e.getMessage());
      }
    }
    return problems;
  }

  static List<String> stateProblems(Job job, EffectiveConfiguration configuration) {
    List<String> problems = new ArrayList<>();
    boolean stateful =
        job.getUpgradeMode() != null && job.getUpgradeMode() != Job.UpgradeMode.STATELESS;
    if (stateful && !anyOf(configuration, "execution.checkpointing.dir", "state.checkpoints.dir")) {
      problems.add(
          "spec.job.upgradeMode "
              + job.getUpgradeMode().getValue()
              + " needs state.checkpoints.dir in spec.flinkConfiguration");
    }
    if (stateful && CheckpointRetention.lost(configuration)) {
      problems.add(
          "spec.job.upgradeMode "
              + job.getUpgradeMode().getValue()
              + " needs checkpoints that outlive a cancelled job, and "
              + CheckpointRetention.KEY
              + " is "
              + configuration.get(CheckpointRetention.KEY)
              + "; set it to "
              + CheckpointRetention.RETAIN
              + " or leave it out");
    }
    boolean savepoints =
        job.getUpgradeMode() == Job.UpgradeMode.SAVEPOINT
            || job.getSavepointTriggerNonce() != null
            || anyOf(configuration, SnapshotWishes.SAVEPOINTS)
            || (stateful && anyOf(configuration, StateOptions.MAX_AGE));
    if (savepoints
        && !anyOf(configuration, "execution.checkpointing.savepoint-dir", "state.savepoints.dir")) {
      problems.add(
          "Savepoints need state.savepoints.dir in spec.flinkConfiguration (asked for by"
              + " upgradeMode savepoint, savepointTriggerNonce, a periodic savepoint or "
              + StateOptions.MAX_AGE
              + ")");
    }
    return problems;
  }

  private static boolean anyOf(EffectiveConfiguration configuration, String... keys) {
    for (String key : keys) {
      String value = configuration.get(key);
      if (value != null && !value.isBlank()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(EffectiveConfiguration configuration, String key) {
    return "true".equals(configuration.get(key));
  }
}
