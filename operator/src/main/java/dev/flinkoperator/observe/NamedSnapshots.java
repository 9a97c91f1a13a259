package dev.flinkoperator.observe;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import org.jspecify.annotations.Nullable;

/** Reads the FlinkStateSnapshots that jobs name as where they start from. */
public final class NamedSnapshots {

  private NamedSnapshots() {}

  /** Null: the job names none. */
  public static @Nullable String nameIn(FlinkDeployment resource) {
    return resource.getSpec() == null ? null : nameIn(resource.getSpec().getJob());
  }

  /** Null: the job names none. */
  public static @Nullable String nameIn(FlinkSessionJob resource) {
    return resource.getSpec() == null ? null : nameIn(resource.getSpec().getJob());
  }

  private static @Nullable String nameIn(@Nullable Job job) {
    return job == null ? null : NamedSnapshotView.nameIn(job.getInitialSavepointPath());
  }

  public static NamedSnapshotView of(FlinkStateSnapshot snapshot) {
    FlinkStateSnapshotStatus status = snapshot.getStatus();
    String path = status == null ? null : status.getPath();
    return new NamedSnapshotView(
        snapshot.getMetadata().getName(),
        status == null || status.getState() == null ? null : status.getState().toString(),
        path == null || path.isBlank() ? null : path,
        status == null ? null : status.getError(),
        snapshot.isMarkedForDeletion());
  }

  /** Null: none is named, or there is none of that name. */
  static <P extends HasMetadata> @Nullable NamedSnapshotView named(
      @Nullable String name, Context<P> context) {
    return name == null
        ? null
        : context.getSecondaryResources(FlinkStateSnapshot.class).stream()
            .filter(snapshot -> snapshot.getMetadata().getName().equals(name))
            .map(NamedSnapshots::of)
            .findFirst()
            .orElse(null);
  }
}
