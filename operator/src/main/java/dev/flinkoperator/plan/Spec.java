package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import org.jspecify.annotations.Nullable;

/** Questions the planner asks of a spec. */
final class Spec {

  private Spec() {}

  static @Nullable Job job(FlinkDeployment resource) {
    FlinkDeploymentSpec spec = resource.getSpec();
    return spec == null ? null : spec.getJob();
  }

  static boolean wantsToRun(FlinkDeployment resource) {
    Job job = job(resource);
    return job == null || job.getState() != Job.State.SUSPENDED;
  }

  /** The job's state must survive a restart. Unset means stateless, as in the Apache operator. */
  static boolean stateful(FlinkDeployment resource) {
    Job job = job(resource);
    return job != null
        && job.getUpgradeMode() != null
        && job.getUpgradeMode() != Job.UpgradeMode.STATELESS;
  }

  /** The spec that a revision was made from says so. */
  static boolean stateful(Revision revision) {
    String mode = revision.spec().path("job").path("upgradeMode").asText();
    return mode.equals("savepoint") || mode.equals("last-state");
  }

  /** As written in the spec; "stateless" where it says nothing. */
  static String upgradeMode(FlinkDeployment resource) {
    Job job = job(resource);
    return job == null || job.getUpgradeMode() == null
        ? Job.UpgradeMode.STATELESS.getValue()
        : job.getUpgradeMode().getValue();
  }
}
