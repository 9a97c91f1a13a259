package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.HighAvailability;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the schema cannot: free-form Flink configuration, and what an edit changes. These
 * rules never block admission; a spec that breaks them is Stalled and the running job left alone.
 * All problems are told at once.
 */
final class SpecJudge {

  private SpecJudge() {}

  static @Nullable Rejection judge(Observation seen, EffectiveConfiguration configuration) {
    FlinkDeployment resource = seen.resource();
    FlinkDeploymentSpec spec = resource.getSpec();
    if (spec == null) {
      return new Rejection(Reason.InvalidSpec, "spec is missing");
    }
    String unsupported = unsupported(spec, seen.inForce());
    if (unsupported != null) {
      return new Rejection(Reason.NotSupported, unsupported);
    }
    Job job = spec.getJob();
    List<String> problems = new ArrayList<>(ConfigurationRules.problems(configuration));
    if (job != null) {
      problems.addAll(ConfigurationRules.stateProblems(job, configuration));
      problems.addAll(SnapshotWishes.of(resource, configuration).problems(spec.getFlinkVersion()));
    }
    if (spec.getServiceAccount() == null || spec.getServiceAccount().isBlank()) {
      problems.add("spec.serviceAccount must name the service account of the Flink pods");
    }
    if (spec.getFlinkVersion() == null) {
      problems.add("spec.flinkVersion must be set, for example to v1_20");
    }
    Integer replicas = spec.getJobManager() == null ? null : spec.getJobManager().getReplicas();
    if (replicas != null && replicas > 1 && !HighAvailability.enabled(configuration.entries())) {
      problems.add(
          "spec.jobManager.replicas above 1 needs high availability: set high-availability.type and"
              + " high-availability.storageDir in spec.flinkConfiguration");
    }
    if (seen.inForce() != null && job != null) {
      problems.addAll(changeProblems(seen.inForce(), job));
    }
    return problems.isEmpty()
        ? null
        : new Rejection(Reason.InvalidSpec, String.join(". ", problems));
  }

  private static @Nullable String unsupported(
      FlinkDeploymentSpec spec, @Nullable Revision inForce) {
    if (inForce != null && inForce.session() != (spec.getJob() == null)) {
      return inForce.session()
          ? "spec.job was added: a session cluster cannot become an application; remove it, or"
              + " delete the resource and create it anew"
          : "spec.job was removed: an application cannot become a session cluster; restore it, or"
              + " delete the resource and create it anew";
    }
    boolean standalone = spec.getMode() == FlinkDeploymentSpec.Mode.STANDALONE;
    if (inForce != null && standalone != inForce.standalone()) {
      return "spec.mode cannot be changed from "
          + (standalone ? "native to standalone" : "standalone to native")
          + "; restore it, or delete the resource and create it anew";
    }
    return null;
  }

  private static List<String> changeProblems(Revision inForce, Job job) {
    var deployed = inForce.spec().path("job").path("savepointRedeployNonce");
    Long nonce = job.getSavepointRedeployNonce();
    boolean redeploy =
        nonce != null && (!deployed.canConvertToLong() || deployed.asLong() != nonce);
    boolean noPath =
        job.getInitialSavepointPath() == null || job.getInitialSavepointPath().isBlank();
    return redeploy && noPath
        ? List.of(
            "spec.job.savepointRedeployNonce was changed, which starts the job from"
                + " spec.job.initialSavepointPath; set that path")
        : List.of();
  }
}
