package dev.flinkoperator.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ReconciliationStatus;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Objects;

/** The operator that was there before: what it leaves in the status, and the clusters it makes. */
final class ApacheOperator {

  private static final String JOB = "a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3";

  private final World world;

  ApacheOperator(World world) {
    this.world = world;
  }

  /** The first time, from empty. */
  void deploy(Wish wish) {
    FlinkDeployment resource = resource();
    String uid = resource.getMetadata().getUid();
    ConfigMap config =
        new Launched("", JOB, null, wish.highAvailable(), wish.image(), 500, false, 1, 0, false)
            .write();
    world.api().applyConfig("apache", SimChildren.owned(config, uid), true);
    OwnedFields fields = OwnedFields.NONE.applied("apache", SimDeployment.wanted(null), true);
    world.kubernetes().createDeployment(uid, null, fields);
    world.story().tell("apache", "deploys job %s", JOB);
    write(resource, "running", "stateless", "RUNNING");
  }

  /** By last state: Flink's metadata stay. */
  void suspend() {
    world.story().tell("apache", "suspends the job, its metadata stay");
    world.kubernetes().deleteBackground();
    write(resource(), "suspended", "last-state", "FINISHED");
  }

  private void write(FlinkDeployment resource, String state, String mode, String jobState) {
    JsonNode spec = SpecJson.of(resource.getSpec()).deepCopy();
    ((ObjectNode) spec.path("job")).put("state", state).put("upgradeMode", mode);
    JobStatus job = new JobStatus();
    job.setJobId(JOB);
    job.setState(jobState);
    job.setStartTime(Long.toString(world.timeline().instant().toEpochMilli()));
    ReconciliationStatus reconciliation = new ReconciliationStatus();
    reconciliation.setLastReconciledSpec(
        "{\"spec\":%s,\"resource_metadata\":{\"apiVersion\":\"flink.apache.org/v1beta1\",\"firstDeployment\":false}}"
            .formatted(spec));
    reconciliation.setLastStableSpec(reconciliation.getLastReconciledSpec());
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
    status.setJobStatus(job);
    status.setReconciliationStatus(reconciliation);
    status.setLifecycleState(state.equals("running") ? "STABLE" : "SUSPENDED");
    status.setObservedGeneration(resource.getMetadata().getGeneration());
    world.api().updateStatus(resource, status);
  }

  private FlinkDeployment resource() {
    return Objects.requireNonNull(world.api().resource());
  }
}
