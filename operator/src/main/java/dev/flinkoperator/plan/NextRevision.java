package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.IngressRenderer;
import dev.flinkoperator.desired.Launch;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.desired.TaskManagerCount;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Makes the revision that follows the newest one. Names and job ids come from the resource's uid,
 * the number and the spec, not from chance: a pass that is repeated after a crash makes the same
 * ones.
 */
final class NextRevision {

  static final String JOB_ID = "$internal.pipeline.job-id";

  private final Rendering clusters;
  private final IngressRenderer ingresses;

  NextRevision(Rendering clusters, IngressRenderer ingresses) {
    this.clusters = clusters;
    this.ingresses = ingresses;
  }

  /**
   * What a new cluster's job starts from.
   *
   * @param path of a savepoint or checkpoint, or Flink's word for high-availability metadata; null:
   *     from empty
   * @param jobId of the job that goes on under its own id; null: a new job
   */
  record Start(@Nullable String path, @Nullable String jobId) {
    static Start empty() {
      return new Start(null, null);
    }

    /**
     * From initialSavepointPath, if the spec has one.
     *
     * @throws StartUnresolved if it names a snapshot that nothing can start from now
     */
    static Start initial(Observation seen) {
      FlinkDeployment resource = seen.resource();
      NamedSnapshot named =
          NamedSnapshot.in(
              initialSavepoint(resource),
              seen.startsFrom(),
              seen.inForce(),
              new Recorded(resource).everRan(),
              SpecJson.of(resource.getSpec()));
      if (named instanceof NamedSnapshot.Unresolved unresolved) {
        throw new StartUnresolved(unresolved.health());
      }
      return new Start(((NamedSnapshot.Resolved) named).path(), null);
    }
  }

  /** A revision for a new cluster of the present spec. */
  Revision launch(Observation seen, EffectiveConfiguration configuration, Start start)
      throws RenderingException {
    return launch(seen, seen.resource(), configuration, start);
  }

  /**
   * @param resource with the spec that is launched: the present one, or one deployed before
   */
  Revision launch(
      Observation seen, FlinkDeployment resource, EffectiveConfiguration configuration, Start start)
      throws RenderingException {
    JsonNode spec = SpecJson.of(resource.getSpec());
    long number = number(seen);
    String name = name(resource, number, spec, configuration, start.path());
    String jobId = jobId(resource, number, configuration, start);
    ClusterObjects objects =
        clusters.render(
            resource,
            configuration,
            new Launch(name, jobId, start.path(), resource.getMetadata().getGeneration()));
    return new Revision(name, number, jobId, spec, configuration.entries(), objects, start.path());
  }

  /**
   * What another operator has deployed: rendered for the record, its JobManager unmarked.
   *
   * @param restoredFrom what the job was started from
   */
  Revision asFound(
      Observation seen,
      FlinkDeployment resource,
      EffectiveConfiguration configuration,
      String jobId,
      @Nullable String restoredFrom)
      throws RenderingException {
    JsonNode spec = SpecJson.of(resource.getSpec());
    long number = number(seen);
    ClusterObjects objects =
        clusters.render(
            resource,
            configuration,
            new Launch("", jobId, restoredFrom, resource.getMetadata().getGeneration()));
    String name = name(resource, number, spec, configuration, restoredFrom);
    return new Revision(name, number, jobId, spec, configuration.entries(), objects, restoredFrom);
  }

  private static String jobId(
      FlinkDeployment resource, long number, EffectiveConfiguration configuration, Start start) {
    if (Spec.job(resource) == null) {
      return "";
    }
    String chosen = configuration.get(JOB_ID);
    if (start.jobId() != null) {
      return start.jobId();
    }
    return chosen == null ? digest("MD5", resource.getMetadata().getUid() + "/" + number) : chosen;
  }

  /** The running revision with the present spec's objects beside the cluster, and its scale. */
  Revision beside(Observation seen, Revision running, EffectiveConfiguration configuration)
      throws RenderingException {
    FlinkDeployment resource = seen.resource();
    JsonNode spec = SpecJson.of(resource.getSpec());
    long number = number(seen);
    Ingress ingress = ingresses.render(resource, configuration);
    ClusterObjects old = running.objects();
    return new Revision(
        name(resource, number, spec, configuration, running.restoredFrom()),
        number,
        running.jobId(),
        spec,
        running.configuration(),
        new ClusterObjects(
            old.flinkConfig(),
            old.podTemplate(),
            old.jobManager(),
            scaled(old.taskManager(), resource, configuration),
            old.internalService(),
            old.restService(),
            ingress),
        running.restoredFrom());
  }

  private static @Nullable Deployment scaled(
      @Nullable Deployment taskManager,
      FlinkDeployment resource,
      EffectiveConfiguration configuration) {
    return taskManager == null
        ? null
        : new DeploymentBuilder(taskManager)
            .editSpec()
            .withReplicas(TaskManagerCount.of(resource.getSpec(), configuration.entries()))
            .endSpec()
            .build();
  }

  private static long number(Observation seen) {
    long recorded = new Recorded(seen.resource()).revisionNumber();
    return 1
        + seen.revisions().stream()
            .mapToLong(Observation.RevisionName::number)
            .reduce(recorded, Math::max);
  }

  private static String name(
      FlinkDeployment resource,
      long number,
      JsonNode spec,
      EffectiveConfiguration configuration,
      @Nullable String restoredFrom) {
    String content =
        resource.getMetadata().getUid() + spec + configuration.entries() + restoredFrom;
    return resource.getMetadata().getName()
        + "-"
        + number
        + "-"
        + digest("SHA-256", content).substring(0, 8);
  }

  static @Nullable String initialSavepoint(FlinkDeployment resource) {
    Job job = Spec.job(resource);
    String path = job == null ? null : job.getInitialSavepointPath();
    return path == null || path.isBlank() ? null : path;
  }

  static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
