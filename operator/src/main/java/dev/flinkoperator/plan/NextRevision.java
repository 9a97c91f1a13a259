package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.ClusterRenderer;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.IngressRenderer;
import dev.flinkoperator.desired.Launch;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
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

  private static final String JOB_ID = "$internal.pipeline.job-id";

  private final ClusterRenderer clusters;
  private final IngressRenderer ingresses;

  NextRevision(ClusterRenderer clusters, IngressRenderer ingresses) {
    this.clusters = clusters;
    this.ingresses = ingresses;
  }

  /** A revision for a new cluster, started from initialSavepointPath if it is to be. */
  Revision launch(Observation seen, EffectiveConfiguration configuration, boolean fromSavepoint)
      throws RenderingException {
    FlinkDeployment resource = seen.resource();
    JsonNode spec = SpecJson.of(resource.getSpec());
    long number = number(seen);
    String uid = resource.getMetadata().getUid();
    String chosen = configuration.get(JOB_ID);
    String jobId = chosen == null ? digest("MD5", uid + "/" + number) : chosen;
    String name = name(resource, number, spec, configuration);
    ClusterObjects objects =
        clusters.render(
            resource,
            configuration,
            new Launch(
                name,
                jobId,
                fromSavepoint ? initialSavepoint(resource) : null,
                resource.getMetadata().getGeneration()));
    return new Revision(name, number, jobId, spec, configuration.entries(), objects);
  }

  /** The running revision with the present spec's objects beside the cluster. */
  Revision beside(Observation seen, Revision running, EffectiveConfiguration configuration)
      throws RenderingException {
    FlinkDeployment resource = seen.resource();
    JsonNode spec = SpecJson.of(resource.getSpec());
    long number = number(seen);
    Ingress ingress = ingresses.render(resource, configuration);
    ClusterObjects old = running.objects();
    return new Revision(
        name(resource, number, spec, configuration),
        number,
        running.jobId(),
        spec,
        running.configuration(),
        new ClusterObjects(
            old.flinkConfig(),
            old.podTemplate(),
            old.jobManager(),
            old.internalService(),
            old.restService(),
            ingress));
  }

  private static long number(Observation seen) {
    long recorded = new Recorded(seen.resource()).revisionNumber();
    return 1
        + seen.revisions().stream()
            .mapToLong(Observation.RevisionName::number)
            .reduce(recorded, Math::max);
  }

  private static String name(
      FlinkDeployment resource, long number, JsonNode spec, EffectiveConfiguration configuration) {
    String content = resource.getMetadata().getUid() + spec + configuration.entries();
    return resource.getMetadata().getName()
        + "-"
        + number
        + "-"
        + digest("SHA-256", content).substring(0, 8);
  }

  private static @Nullable String initialSavepoint(FlinkDeployment resource) {
    Job job = Spec.job(resource);
    String path = job == null ? null : job.getInitialSavepointPath();
    return path == null || path.isBlank() ? null : path;
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
