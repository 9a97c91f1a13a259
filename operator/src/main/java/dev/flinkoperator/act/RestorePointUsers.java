package dev.flinkoperator.act;

import dev.flinkoperator.desired.SnapshotPath;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks past the watches for whoever still needs a savepoint that is to be disposed of: its files
 * do not come back. Sees the namespace of its owner only.
 */
final class RestorePointUsers {

  private final KubernetesClient client;
  private final KnownKinds kinds;
  private final RestoredRevisions revisions;

  RestorePointUsers(KubernetesClient client, KnownKinds kinds) {
    this.client = client;
    this.kinds = kinds;
    this.revisions = new RestoredRevisions(client);
  }

  /**
   * Why the savepoint must stay; null: nothing speaks for it.
   *
   * @param owner whose savepoint it is, and who knows best that it needs it no more
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  @Nullable String reasonToKeep(HasMetadata owner, String path) {
    String namespace = owner.getMetadata().getNamespace();
    String snapshot = owner instanceof FlinkStateSnapshot ? owner.getMetadata().getName() : null;
    List<FlinkDeployment> deployments =
        client.resources(FlinkDeployment.class).inNamespace(namespace).list().getItems();
    Predicate<HasMetadata> other =
        each -> !each.getMetadata().getUid().equals(owner.getMetadata().getUid());
    return Stream.of(
            deployments.stream().filter(each -> names(each, snapshot, path)),
            revisions.users(deployments, namespace, path),
            sessionJobs(namespace).filter(each -> names(each, snapshot, path)),
            snapshots(namespace).filter(each -> standsFor(each, path)))
        .flatMap(users -> users)
        .filter(other)
        .findFirst()
        .map(
            each ->
                each.getKind()
                    + " "
                    + each.getMetadata().getName()
                    + " names it, or is brought back from it")
        .orElse(null);
  }

  private Stream<FlinkSessionJob> sessionJobs(String namespace) {
    return kinds.sessionJobs()
        ? client.resources(FlinkSessionJob.class).inNamespace(namespace).list().getItems().stream()
        : Stream.empty();
  }

  private Stream<FlinkStateSnapshot> snapshots(String namespace) {
    return kinds.stateSnapshots()
        ? client
            .resources(FlinkStateSnapshot.class)
            .inNamespace(namespace)
            .list()
            .getItems()
            .stream()
        : Stream.empty();
  }

  private static boolean names(FlinkDeployment each, @Nullable String snapshot, String path) {
    var status = Optional.ofNullable(each.getStatus());
    return names(
        each.getSpec() == null ? null : each.getSpec().getJob(),
        status.map(s -> s.getRestorePoint()).orElse(null),
        status.map(s -> s.getJobStatus()).orElse(null),
        snapshot,
        path);
  }

  private static boolean names(FlinkSessionJob each, @Nullable String snapshot, String path) {
    var status = Optional.ofNullable(each.getStatus());
    return names(
        each.getSpec() == null ? null : each.getSpec().getJob(),
        status.map(s -> s.getRestorePoint()).orElse(null),
        status.map(s -> s.getJobStatus()).orElse(null),
        snapshot,
        path);
  }

  private static boolean names(
      @Nullable Job job,
      @Nullable RestorePoint point,
      @Nullable JobStatus status,
      @Nullable String snapshot,
      String path) {
    String initial = job == null ? null : job.getInitialSavepointPath();
    return SnapshotPath.same(path, initial)
        || (snapshot != null && snapshot.equals(NamedSnapshotView.nameIn(initial)))
        || (point != null && SnapshotPath.same(path, point.getPath()))
        || (status != null && SnapshotPath.same(path, status.getUpgradeSavepointPath()));
  }

  /** Of two that are deleted at the same time none keeps it. */
  private static boolean standsFor(FlinkStateSnapshot each, String path) {
    var status = each.getStatus();
    var savepoint = each.getSpec() == null ? null : each.getSpec().getSavepoint();
    if (each.isMarkedForDeletion()) {
      return false;
    }
    return (status != null && SnapshotPath.same(path, status.getPath()))
        || (savepoint != null
            && Boolean.TRUE.equals(savepoint.getAlreadyExists())
            && SnapshotPath.same(path, savepoint.getPath()));
  }
}
