package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the schema cannot: the cluster that is named, free-form configuration, what an edit
 * changes. A spec that breaks these rules is Stalled, and the running job left alone.
 */
final class SessionJobRules {

  private SessionJobRules() {}

  static @Nullable Rejection judge(JobOnCluster job) {
    Job wanted = job.job();
    if (wanted == null) {
      return new Rejection(Reason.InvalidSpec, "spec.job is missing; add it");
    }
    String moved = moved(job);
    if (moved != null) {
      return new Rejection(Reason.InvalidSpec, moved);
    }
    if (job.cluster().application()) {
      return new Rejection(
          Reason.InvalidSpec,
          "The FlinkDeployment "
              + job.clusterName()
              + " is an application with a job of its own; name a session cluster, which has no"
              + " spec.job");
    }
    if (!job.cluster().exists()) {
      return null; // what its configuration lacks is judged when there is one
    }
    List<String> problems = new ArrayList<>(ConfigurationRules.problems(job.configuration()));
    problems.addAll(ConfigurationRules.stateProblems(wanted, job.configuration()));
    problems.addAll(
        SnapshotWishes.of(job.application().resource(), job.configuration())
            .problems(job.application().resource().getSpec().getFlinkVersion()));
    if (job.beforeTriggerIds() && asksForSavepoints(job, wanted)) {
      problems.add("savepoints of a session job that goes on running need Flink 1.15 or newer");
    }
    if (redeploysFromNothing(job, wanted)) {
      problems.add(
          "spec.job.savepointRedeployNonce was changed, which starts the job from"
              + " spec.job.initialSavepointPath; set that path");
    }
    return problems.isEmpty()
        ? null
        : new Rejection(Reason.InvalidSpec, String.join(". ", problems));
  }

  private static @Nullable String moved(JobOnCluster job) {
    if (job.inForce() == null) {
      return null;
    }
    String before = job.inForce().spec().path("deploymentName").asText();
    String after = job.spec().path("deploymentName").asText();
    return before.isEmpty() || before.equals(after)
        ? null
        : "spec.deploymentName was changed from "
            + before
            + " to "
            + after
            + ": a session job cannot move to another cluster; restore it, or delete the resource"
            + " and create it anew";
  }

  private static boolean asksForSavepoints(JobOnCluster job, Job wanted) {
    return wanted.getSavepointTriggerNonce() != null
        || job.configuration().get(SnapshotWishes.SAVEPOINTS) != null;
  }

  private static boolean redeploysFromNothing(JobOnCluster job, Job wanted) {
    if (job.inForce() == null || SessionJobLaunch.initialPath(job) != null) {
      return false;
    }
    JsonNode deployed = job.inForce().spec().path("job").path("savepointRedeployNonce");
    Long nonce = wanted.getSavepointRedeployNonce();
    return nonce != null && (!deployed.canConvertToLong() || deployed.asLong() != nonce);
  }
}
