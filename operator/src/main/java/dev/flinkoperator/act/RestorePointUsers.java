package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks past the watches for whoever still needs the savepoint of a snapshot that is being deleted:
 * its files do not come back.
 */
final class RestorePointUsers {

  private final KubernetesClient client;
  private final KnownKinds kinds;

  RestorePointUsers(KubernetesClient client, KnownKinds kinds) {
    this.client = client;
    this.kinds = kinds;
  }

  /**
   * Why the savepoint must stay; null: nothing speaks for it.
   *
   * @param id of the snapshot
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  @Nullable String reasonToKeep(ResourceID id, Step.DisposeSavepoint step) {
    String namespace = id.getNamespace().orElse("");
    FlinkStateSnapshot live =
        client
            .resources(FlinkStateSnapshot.class)
            .inNamespace(namespace)
            .withName(id.getName())
            .get();
    if (live == null || !live.isMarkedForDeletion()) {
      return "the snapshot is not being deleted any more";
    }
    var savepoint = live.getSpec() == null ? null : live.getSpec().getSavepoint();
    if (savepoint == null || Boolean.FALSE.equals(savepoint.getDisposeOnDelete())) {
      return "spec.savepoint.disposeOnDelete is false by now";
    }
    return Stream.concat(applications(namespace, id, step), sessionJobs(namespace, id, step))
        .findFirst()
        .orElse(null);
  }

  private Stream<String> applications(String namespace, ResourceID id, Step.DisposeSavepoint step) {
    return client.resources(FlinkDeployment.class).inNamespace(namespace).list().getItems().stream()
        .filter(
            each -> {
              var spec = Optional.ofNullable(each.getSpec());
              var status = Optional.ofNullable(each.getStatus());
              return needs(
                  spec.map(s -> s.getJob()).orElse(null),
                  status.map(s -> s.getRestorePoint()).orElse(null),
                  status.map(s -> s.getJobStatus()).orElse(null),
                  id,
                  step.path());
            })
        .map(each -> told("FlinkDeployment", each.getMetadata().getName()));
  }

  private Stream<String> sessionJobs(String namespace, ResourceID id, Step.DisposeSavepoint step) {
    if (!kinds.sessionJobs()) {
      return Stream.empty();
    }
    return client.resources(FlinkSessionJob.class).inNamespace(namespace).list().getItems().stream()
        .filter(
            each -> {
              var spec = Optional.ofNullable(each.getSpec());
              var status = Optional.ofNullable(each.getStatus());
              return needs(
                  spec.map(s -> s.getJob()).orElse(null),
                  status.map(s -> s.getRestorePoint()).orElse(null),
                  status.map(s -> s.getJobStatus()).orElse(null),
                  id,
                  step.path());
            })
        .map(each -> told("FlinkSessionJob", each.getMetadata().getName()));
  }

  private static boolean needs(
      @Nullable Job job,
      @Nullable RestorePoint point,
      @Nullable JobStatus status,
      ResourceID id,
      String path) {
    String initial = job == null ? null : job.getInitialSavepointPath();
    return path.equals(initial)
        || id.getName().equals(NamedSnapshotView.nameIn(initial))
        || (point != null && path.equals(point.getPath()))
        || (status != null && Objects.equals(path, status.getUpgradeSavepointPath()));
  }

  private static String told(String kind, String name) {
    return kind + " " + name + " names it, or is brought back from it";
  }
}
