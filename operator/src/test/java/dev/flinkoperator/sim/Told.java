package dev.flinkoperator.sim;

import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.plan.RestorePoint;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.plan.Verdict;
import java.util.ArrayList;
import java.util.List;

/** How a story names things: short, and without what differs from run to run for no reason. */
final class Told {

  private static final String DEED = "\n                       - ";

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
    if (wish.standalone() != null) {
      words.add(
          "standalone"
              + (wish.standalone().taskManagers() == null
                  ? ""
                  : " with " + wish.standalone().taskManagers() + " TaskManagers"));
    }
    wish.options().forEach((key, value) -> words.add(key + " " + value));
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
    StringBuilder told = new StringBuilder(verdict);
    for (Step step : plan.steps()) {
      String deed = step(step);
      if (!deed.isEmpty()) {
        told.append(DEED).append(deed);
      }
    }
    if (plan.apply() != null && plan.launching()) {
      told.append(DEED).append("apply the objects of ").append(plan.apply().name());
    }
    return told.toString();
  }

  /** What is remembered of the job's state. */
  static String state(Plan plan) {
    return plan.state() == null || plan.state().restorePoint() == null
        ? "remembers no restore point"
        : "remembers " + point(plan.state().restorePoint());
  }

  private static String point(RestorePoint point) {
    return point.kind()
        + (point.path() == null ? "" : " " + point.path())
        + (point.ended() ? ", the job has ended with it" : "");
  }

  /** Empty: not worth a word. */
  private static String step(Step step) {
    if (step instanceof Step.SaveIntent || step instanceof Step.ReclaimJobManager) {
      return "";
    }
    if (step instanceof Step.RecordRevision record) {
      String from = record.revision().restoredFrom();
      return "record "
          + record.revision().name()
          + ", job "
          + record.revision().jobId()
          + ", from "
          + (from == null ? "empty" : from);
    }
    if (step instanceof Step.StartOperation start) {
      return "ask Flink for " + start.operation().kind();
    }
    if (step instanceof Step.ScaleDownJobManager) {
      return "scale the JobManager Deployment down";
    }
    if (step instanceof Step.DeleteJobManager) {
      return "delete the JobManager Deployment";
    }
    if (step instanceof Step.DeleteUnbegunJobManager) {
      return "make sure that the job has not begun, and delete the JobManager Deployment";
    }
    if (step instanceof Step.ConfirmClusterGone) {
      return "make sure that the cluster is gone";
    }
    if (step instanceof Step.ConfirmSessionJobs) {
      return "make sure that its session jobs are those that were seen";
    }
    if (step instanceof Step.ConfirmHighAvailability confirm) {
      return "make sure that Flink's metadata names "
          + (confirm.hasCheckpoint() ? "a checkpoint" : "no checkpoint");
    }
    if (step instanceof Step.DeleteHighAvailabilityMetadata metadata) {
      return "delete Flink's metadata" + (metadata.keptJobId() == null ? "" : " of other jobs");
    }
    if (step instanceof Step.DisposeSavepoint dispose) {
      return "ask Flink to delete " + dispose.path();
    }
    if (step instanceof Step.Rescale rescale) {
      return "tell Flink how parallel to run " + rescale.answer().question().targets();
    }
    return step.toString();
  }
}
