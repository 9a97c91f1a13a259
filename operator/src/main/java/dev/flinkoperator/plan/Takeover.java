package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what the Apache operator has deployed: its status says which spec runs, as which job,
 * and where the state of a suspended one is. That is recorded as the first revision; the running
 * cluster is followed and not touched until the next change of the spec.
 */
final class Takeover {

  private final PlanSettings settings;
  private final NextRevision next;

  Takeover(PlanSettings settings, NextRevision next) {
    this.settings = settings;
    this.next = next;
  }

  /**
   * @return null: nothing is there that could be taken over
   */
  @Nullable Plan plan(Observation seen, Instant now) {
    try {
      return recording(seen, now);
    } catch (RenderingException e) {
      return null; // what is written there was never a whole spec
    }
  }

  private @Nullable Plan recording(Observation seen, Instant now) throws RenderingException {
    FlinkDeployment resource = seen.resource();
    Recorded recorded = new Recorded(resource);
    Reconciled last = recorded.reconciled();
    JobManagerView jobManager = seen.jobManager();
    boolean theirs = jobManager == null || (jobManager.revision() == null && seen.ownsJobManager());
    if (recorded.deployedOnce() || last == null || !last.spec().isObject() || !theirs) {
      return null;
    }
    boolean session = !last.spec().path("job").isObject();
    JobStatus job = resource.getStatus().getJobStatus();
    String jobId = session ? "" : job == null ? null : job.getJobId();
    if (jobId == null || !(session || jobId.matches("[0-9a-f]{32}"))) {
      return null;
    }
    FlinkDeployment deployed = deployed(resource, last.spec());
    EffectiveConfiguration configuration =
        EffectiveConfiguration.asSet(settings.flinkDefaults(), deployed);
    FoundState found =
        session || job == null
            ? FoundState.NONE
            : FoundState.of(last.spec(), job, configuration, now);
    if (found == null) {
      return null; // Unrecorded says what to do
    }
    Revision revision = next.asFound(seen, deployed, configuration, jobId, found.restoredFrom());
    return new Plan(
        new Verdict.AsBefore(),
        revision,
        false,
        last,
        List.of(new Step.RecordRevision(revision), new Step.SaveIntent()),
        null,
        null,
        List.of(
            new Notice(
                EventReason.TAKEN_OVER,
                "Taken over from another operator as it is: "
                    + (session ? "a session cluster" : "job " + jobId)
                    + (jobManager == null ? ", whose cluster is not there" : ""))),
        Duration.ofMillis(1),
        job == null ? StateRecord.NOTHING : state(deployed, found.point(), job));
  }

  /** The resource with the spec that runs, in today's spelling. */
  private static FlinkDeployment deployed(FlinkDeployment resource, JsonNode written) {
    ObjectNode spec = written.deepCopy();
    spec.remove("apiVersion"); // of the oldest form, a bare spec
    FlinkDeployment deployed = new FlinkDeployment();
    deployed.setMetadata(resource.getMetadata());
    deployed.setSpec(SpecJson.read(spec));
    return deployed;
  }

  private static StateRecord state(
      FlinkDeployment deployed, @Nullable RestorePoint point, JobStatus status) {
    FlinkDeploymentSpec spec = deployed.getSpec();
    Job job = spec.getJob();
    if (job == null) {
      return StateRecord.NOTHING;
    }
    return new StateRecord(
        point,
        null,
        job.getSavepointTriggerNonce(),
        job.getCheckpointTriggerNonce(),
        SnapshotHistoryReader.of(status));
  }
}
