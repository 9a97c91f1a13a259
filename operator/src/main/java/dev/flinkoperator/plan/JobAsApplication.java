package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.HighAvailabilityView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows a session job as an application whose cluster others care for, so that all that judges the
 * state of a job is there once. High availability is left out of the picture: its metadata are the
 * cluster's, and what it recovers is seen as a job that goes on.
 */
final class JobAsApplication {

  private static final SpecMapper SPECS = new SpecMapper();

  private JobAsApplication() {}

  /**
   * @param spec of the session job, as {@link SpecJson} has it
   */
  static JobOnCluster of(SessionJobObservation seen, PlanSettings settings, JsonNode spec) {
    SessionCluster cluster = new SessionCluster(seen.cluster());
    SortedMap<String, String> own = SpecJson.flinkConfiguration(spec.path("flinkConfiguration"));
    EffectiveConfiguration configuration = configuration(cluster, settings, own);
    FlinkDeployment resource = resource(seen, cluster, configuration, spec);
    Revision inForce = inForce(seen, configuration);
    Observation application =
        new Observation(
            resource,
            inForce,
            List.of(),
            jobManager(cluster),
            List.of(),
            seen.job(),
            checkpoints(seen.checkpoints()),
            seen.operation(),
            HighAvailabilityView.NONE,
            null,
            seen.disposal(),
            null);
    return new JobOnCluster(seen, cluster, application, inForce, configuration, own, spec);
  }

  /** A revision that stands for a submission. */
  static Revision revision(
      String jobId,
      long number,
      JsonNode spec,
      EffectiveConfiguration configuration,
      @Nullable String restoredFrom) {
    return new Revision(
        "job-" + jobId,
        number,
        jobId,
        spec,
        configuration.entries(),
        new ClusterObjects(
            new ConfigMap(),
            null,
            new DeploymentBuilder()
                .withNewMetadata()
                .addToAnnotations(Revision.ANNOTATION, "job-" + jobId)
                .endMetadata()
                .build(),
            null,
            null,
            new Service(),
            null),
        restoredFrom);
  }

  private static EffectiveConfiguration configuration(
      SessionCluster cluster, PlanSettings settings, Map<String, String> own) {
    SortedMap<String, String> all = new TreeMap<>();
    String port = null;
    FlinkDeployment deployment = cluster.resource();
    if (deployment != null
        && deployment.getSpec() != null
        && deployment.getSpec().getFlinkVersion() != null) {
      try {
        all.putAll(EffectiveConfiguration.asSet(settings.flinkDefaults(), deployment).entries());
      } catch (RenderingException e) {
        // The cluster runs with what it had before, and says what is wrong.
      }
      port = all.get("rest.port");
    }
    all.putAll(
        SessionJobOptions.inForce(
            own,
            deployment == null || deployment.getSpec() == null
                ? null
                : deployment.getSpec().getFlinkVersion()));
    all.keySet().removeIf(key -> key.startsWith("high-availability") || key.equals("rest.port"));
    if (port != null) {
      all.put("rest.port", port);
    }
    return new EffectiveConfiguration(all);
  }

  private static FlinkDeployment resource(
      SessionJobObservation seen,
      SessionCluster cluster,
      EffectiveConfiguration configuration,
      JsonNode spec) {
    FlinkSessionJob job = seen.resource();
    FlinkDeployment shown = new FlinkDeployment();
    shown.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(job.getMetadata().getNamespace())
            .withName(cluster.resource() == null ? "" : cluster.resource().getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .withGeneration(job.getMetadata().getGeneration())
            .withCreationTimestamp(job.getMetadata().getCreationTimestamp())
            .withDeletionTimestamp(job.getMetadata().getDeletionTimestamp())
            .build());
    FlinkDeploymentSpec shownSpec = new FlinkDeploymentSpec();
    shownSpec.setJob(SPECS.job(spec));
    shownSpec.setFlinkConfiguration(new HashMap<String, Object>(configuration.entries()));
    if (cluster.resource() != null && cluster.resource().getSpec() != null) {
      shownSpec.setFlinkVersion(cluster.resource().getSpec().getFlinkVersion());
    }
    shown.setSpec(shownSpec);
    shown.setStatus(status(seen));
    return shown;
  }

  private static FlinkDeploymentStatus status(SessionJobObservation seen) {
    FlinkSessionJobStatus written = seen.resource().getStatus();
    FlinkDeploymentStatus shown = new FlinkDeploymentStatus();
    if (written == null) {
      return shown;
    }
    shown.setObservedGeneration(written.getObservedGeneration());
    shown.setConditions(written.getConditions());
    shown.setLifecycleState(written.getLifecycleState());
    shown.setError(written.getError());
    shown.setRevisionNumber(written.getRevisionNumber());
    shown.setFailedRestarts(written.getFailedRestarts());
    shown.setRestorePoint(written.getRestorePoint());
    shown.setOperation(written.getOperation());
    shown.setConsumedNonces(written.getConsumedNonces());
    shown.setReconciliationStatus(written.getReconciliationStatus());
    shown.setJobStatus(jobStatus(seen, written.getJobStatus()));
    shown.setJobManagerDeploymentStatus(JobManagerStatus.READY.name());
    if (written.getJobStatus() != null && written.getJobStatus().getJobId() != null) {
      shown.setRevision("job-" + written.getJobStatus().getJobId());
      shown.setTargetRevision(written.getSubmission() == null ? null : shown.getRevision());
    }
    return shown;
  }

  /**
   * A job that high availability has recovered has another start time and yet goes on: that it had
   * begun anew is for applications to fear.
   */
  private static @Nullable JobStatus jobStatus(
      SessionJobObservation seen, @Nullable JobStatus written) {
    if (written == null || written.getJobId() == null) {
      return written;
    }
    JobView listed =
        seen.job() instanceof Reached reached ? reached.job(written.getJobId()).orElse(null) : null;
    if (listed == null || listed.startTime() == null) {
      return written;
    }
    JobStatus shown = SPECS.copy(written);
    shown.setStartTime(Long.toString(listed.startTime().toEpochMilli()));
    return shown;
  }

  private static @Nullable Revision inForce(
      SessionJobObservation seen, EffectiveConfiguration configuration) {
    FlinkDeploymentStatus status = status(seen);
    FlinkDeployment written = new FlinkDeployment();
    written.setStatus(status);
    Recorded recorded = new Recorded(written);
    Reconciled last = recorded.reconciled();
    String jobId = status.getJobStatus() == null ? null : status.getJobStatus().getJobId();
    if (jobId == null || last == null || !last.spec().isObject()) {
      return null;
    }
    RestorePoint point = recorded.state().restorePoint();
    boolean empty = last.spec().path("job").path("upgradeMode").asText().equals("stateless");
    String from = point == null || point.ends(jobId) || empty ? null : point.path();
    return revision(
        jobId, Math.max(1, recorded.revisionNumber()), last.spec(), configuration, from);
  }

  /** Flink keeps what it is asked under the cluster's own uid, and so does the poller. */
  private static @Nullable JobManagerView jobManager(SessionCluster cluster) {
    FlinkDeployment deployment = cluster.resource();
    if (deployment == null || cluster.application()) {
      return null;
    }
    return new JobManagerView(
        cluster.uid(),
        null,
        Set.of(),
        false,
        null,
        true,
        null,
        null,
        time(deployment.getMetadata().getCreationTimestamp()));
  }

  private static @Nullable CheckpointsView checkpoints(@Nullable CheckpointsView view) {
    return view == null || view.beforeRestart() == null
        ? view
        : new CheckpointsView(
            view.jobId(),
            view.startTime(),
            view.afterEnd(),
            view.newest() == null ? view.beforeRestart() : view.newest(),
            null,
            view.restored());
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
