package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.JobReference;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The job that a state snapshot is of, as the status of its resource tells.
 *
 * @param name for people: kind and name of the resource
 * @param why for people: what the standing comes from
 * @param jobId null: none has been written down
 * @param cluster it runs on; null: there is none
 * @param configuration in force for the job, as its resources have it now
 * @param needed paths of savepoints that the job is brought back from if it is lost
 */
record StateSnapshotTarget(
    Standing standing,
    String name,
    String why,
    @Nullable String jobId,
    @Nullable FlinkDeployment cluster,
    EffectiveConfiguration configuration,
    Set<String> needed) {

  enum Standing {
    /** There is no such resource. */
    MISSING,
    /** It has come to its end, and does not run again unless somebody edits something. */
    ENDED,
    /** It does not run, and is expected to. */
    COMING,
    RUNNING
  }

  private record Found(
      HasMetadata resource,
      @Nullable Long observed,
      @Nullable String lifecycle,
      @Nullable JobStatus job) {}

  static StateSnapshotTarget of(StateSnapshotObservation seen, PlanSettings settings) {
    JobReference reference = seen.resource().getSpec().getJobReference();
    String name = reference == null ? "no job" : kind(reference) + " " + reference.getName();
    Found found = found(seen, reference);
    if (found == null) {
      return new StateSnapshotTarget(
          Standing.MISSING,
          name,
          "There is no " + name,
          null,
          null,
          new EffectiveConfiguration(new TreeMap<>()),
          Set.of());
    }
    Standing standing = standing(found, seen);
    return new StateSnapshotTarget(
        standing,
        name,
        why(standing, found, name),
        found.job == null ? null : found.job.getJobId(),
        seen.cluster(),
        configuration(seen, settings),
        needed(seen));
  }

  private static String kind(JobReference reference) {
    return reference.getKind() == null ? "resource" : reference.getKind().getValue();
  }

  private static @Nullable Found found(
      StateSnapshotObservation seen, @Nullable JobReference reference) {
    if (reference == null || reference.getKind() == null || reference.getName() == null) {
      return null;
    }
    FlinkSessionJob job = seen.sessionJob();
    if (reference.getKind() == JobReference.Kind.FLINKSESSIONJOB) {
      return job == null
          ? null
          : job.getStatus() == null
              ? new Found(job, null, null, null)
              : new Found(
                  job,
                  job.getStatus().getObservedGeneration(),
                  job.getStatus().getLifecycleState(),
                  job.getStatus().getJobStatus());
    }
    FlinkDeployment deployment = seen.cluster();
    return deployment == null
        ? null
        : deployment.getStatus() == null
            ? new Found(deployment, null, null, null)
            : new Found(
                deployment,
                deployment.getStatus().getObservedGeneration(),
                deployment.getStatus().getLifecycleState(),
                deployment.getStatus().getJobStatus());
  }

  private static Standing standing(Found found, StateSnapshotObservation seen) {
    if (found.resource.isMarkedForDeletion() || isSession(found.resource)) {
      return Standing.ENDED;
    }
    JobStatus job = found.job;
    String state = job == null ? null : job.getState();
    boolean runs = job != null && "RUNNING".equals(state) && job.getJobId() != null;
    if (runs && seen.cluster() != null && !"SUSPENDED".equals(found.lifecycle)) {
      return Standing.RUNNING;
    }
    if (!Objects.equals(found.observed, found.resource.getMetadata().getGeneration())) {
      return Standing.COMING;
    }
    boolean settled = "STABLE".equals(found.lifecycle) || "FAILED".equals(found.lifecycle);
    boolean over = Set.of("FINISHED", "FAILED", "CANCELED").contains(String.valueOf(state));
    return "SUSPENDED".equals(found.lifecycle) || (settled && over)
        ? Standing.ENDED
        : Standing.COMING;
  }

  private static boolean isSession(HasMetadata resource) {
    return resource instanceof FlinkDeployment deployment
        && (deployment.getSpec() == null || deployment.getSpec().getJob() == null);
  }

  private static String why(Standing standing, Found found, String name) {
    return switch (standing) {
      case MISSING -> "There is no " + name;
      case RUNNING -> "The job of " + name + " is running";
      case COMING -> "The job of " + name + " is not running yet";
      case ENDED ->
          found.resource.isMarkedForDeletion()
              ? name + " is being deleted"
              : isSession(found.resource)
                  ? name + " is a session cluster; name one of its FlinkSessionJobs"
                  : "SUSPENDED".equals(found.lifecycle)
                      ? name + " is suspended"
                      : "The job of " + name + " has ended";
    };
  }

  private static EffectiveConfiguration configuration(
      StateSnapshotObservation seen, PlanSettings settings) {
    SortedMap<String, String> all = new TreeMap<>();
    FlinkDeployment cluster = seen.cluster();
    try {
      if (cluster != null && cluster.getSpec() != null) {
        all.putAll(EffectiveConfiguration.asSet(settings.flinkDefaults(), cluster).entries());
      }
    } catch (RenderingException e) {
      // The cluster runs with what it had before, and says what is wrong.
    }
    String port = all.get("rest.port");
    FlinkSessionJob job = seen.sessionJob();
    if (job != null && job.getSpec() != null) {
      try {
        Map<String, String> own =
            SpecJson.flinkConfiguration(SpecJson.of(job.getSpec()).path("flinkConfiguration"));
        all.putAll(own);
      } catch (RenderingException e) {
        // Likewise.
      }
    }
    if (port == null) {
      all.remove("rest.port");
    } else {
      all.put("rest.port", port);
    }
    return new EffectiveConfiguration(all);
  }

  private static Set<String> needed(StateSnapshotObservation seen) {
    FlinkSessionJob job = seen.sessionJob();
    FlinkDeployment cluster = seen.cluster();
    RestorePoint point =
        job != null
            ? job.getStatus() == null ? null : job.getStatus().getRestorePoint()
            : cluster == null || cluster.getStatus() == null
                ? null
                : cluster.getStatus().getRestorePoint();
    var spec =
        job != null
            ? job.getSpec() == null ? null : job.getSpec().getJob()
            : cluster == null || cluster.getSpec() == null ? null : cluster.getSpec().getJob();
    return Stream.of(
            point == null ? "" : Objects.toString(point.getPath(), ""),
            spec == null ? "" : named(spec.getInitialSavepointPath(), seen))
        .filter(path -> !path.isBlank())
        .collect(Collectors.toSet());
  }

  /** The path, though the snapshot itself is named in its place. */
  private static String named(@Nullable String written, StateSnapshotObservation seen) {
    String name = NamedSnapshotView.nameIn(written);
    var status = seen.resource().getStatus();
    return Objects.toString(
        name != null && name.equals(seen.resource().getMetadata().getName()) && status != null
            ? status.getPath()
            : written,
        "");
  }

  /** Only where there is a cluster. */
  URI address(PlanSettings settings) {
    FlinkDeployment present = Objects.requireNonNull(cluster);
    return URI.create(
        settings
            .restAddress()
            .replace("{name}", present.getMetadata().getName())
            .replace("{namespace}", present.getMetadata().getNamespace())
            .replace("{port}", configuration.get("rest.port", "8081")));
  }

  /** What tells this job in this cluster from any other behind the same address. */
  String epoch() {
    return Objects.requireNonNull(cluster).getMetadata().getUid() + "/" + jobId;
  }

  /** Null: Flink's own setting. */
  @Nullable String savepointDirectory() {
    String directory =
        configuration.get(
            "execution.checkpointing.savepoint-dir", configuration.get("state.savepoints.dir", ""));
    return directory.isBlank() ? null : directory;
  }

  /** Flink takes the ids of savepoints from the one who asks for them, from 1.15 on. */
  boolean takesIds() {
    return !isBefore(FlinkVersion.V1_15);
  }

  /** Flink takes checkpoints on request from 1.17 on (FLINK-27101). */
  boolean takesCheckpoints() {
    return !isBefore(FlinkVersion.V1_17);
  }

  private boolean isBefore(FlinkVersion version) {
    FlinkVersion present =
        cluster == null || cluster.getSpec() == null ? null : cluster.getSpec().getFlinkVersion();
    return present != null && present.compareTo(version) < 0;
  }

  /** No JobManager is there that could delete a savepoint, and none is on its way. */
  boolean clusterGone() {
    if (cluster == null || cluster.isMarkedForDeletion()) {
      return true;
    }
    var status = cluster.getStatus();
    return status != null
        && "SUSPENDED".equals(status.getLifecycleState())
        && "MISSING".equals(status.getJobManagerDeploymentStatus())
        && Objects.equals(status.getObservedGeneration(), cluster.getMetadata().getGeneration());
  }
}
