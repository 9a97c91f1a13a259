package dev.flinkoperator.sim;

import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.RestorePoint;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.plan.Verdict;
import java.util.ArrayList;
import java.util.List;

/** How a story names things: short, and without what differs from run to run for no reason. */
final class Told {

  private Told() {}

  static String wish(Wish wish) {
    List<String> words = new ArrayList<>();
    words.add(wish.mode().getValue());
    words.add(wish.highAvailable() ? "HA" : "no HA");
    words.add(wish.image());
    words.add(wish.version());
    words.add("parallelism " + wish.parallelism());
    words.add(wish.running() ? "running" : "suspended");
    if (wish.restartNonce() != null) {
      words.add("restartNonce " + wish.restartNonce());
    }
    if (wish.savepointNonce() != null) {
      words.add("savepointTriggerNonce " + wish.savepointNonce());
    }
    if (wish.checkpointNonce() != null) {
      words.add("checkpointTriggerNonce " + wish.checkpointNonce());
    }
    if (wish.redeployNonce() != null) {
      words.add("redeployNonce " + wish.redeployNonce() + " from " + wish.initialPath());
    }
    if (!wish.valid()) {
      words.add("INVALID");
    }
    return String.join(", ", words);
  }

  static String plan(Plan plan) {
    String verdict =
        plan.verdict() instanceof Verdict.Judged judged
            ? judged.lifecycle()
                + " "
                + judged.health().kind()
                + " "
                + judged.health().reason()
                + ": "
                + judged.health().message()
            : "as before";
    StringBuilder told = new StringBuilder("plans ").append(verdict);
    for (Step step : plan.steps()) {
      told.append("\n                       - ").append(step(step));
    }
    if (plan.apply() != null) {
      told.append("\n                       - apply ").append(plan.apply().name());
    }
    if (plan.state() != null && plan.state().restorePoint() != null) {
      told.append("\n                       = ").append(point(plan.state().restorePoint()));
    }
    return told.toString();
  }

  private static String point(RestorePoint point) {
    return "restore point "
        + point.kind()
        + (point.path() == null ? "" : " " + point.path())
        + (point.ended() ? ", the job has ended with it" : "");
  }

  private static String step(Step step) {
    if (step instanceof Step.RecordRevision record) {
      return "record "
          + record.revision().name()
          + ", job "
          + record.revision().jobId()
          + ", from "
          + record.revision().restoredFrom();
    }
    if (step instanceof Step.StartOperation start) {
      return "ask Flink: " + start.operation().kind() + " " + start.operation().triggerId();
    }
    return step.toString();
  }
}
