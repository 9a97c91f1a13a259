package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out the steps for a state snapshot in order: none waits for Flink. */
public final class StateSnapshotActions {

  private final KubernetesClient client;
  private final FlinkOperations operations;
  private final RestorePointUsers users;

  public StateSnapshotActions(
      KubernetesClient client, FlinkOperations operations, KnownKinds kinds) {
    this.client = client;
    this.operations = operations;
    this.users = new RestorePointUsers(client, kinds);
  }

  /**
   * @param saveIntent writes the planned status
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public void run(List<Step> steps, ResourceID id, Runnable saveIntent) {
    for (Step step : steps) {
      if (step instanceof Step.SaveIntent) {
        saveIntent.run();
      } else if (step instanceof Step.StartOperation start) {
        operations.start(id, start);
      } else if (step instanceof Step.DisposeSavepoint dispose) {
        dispose(id, dispose);
      } else {
        throw new IllegalStateException("no step for a state snapshot: " + step);
      }
    }
  }

  private void dispose(ResourceID id, Step.DisposeSavepoint step) {
    FlinkStateSnapshot live =
        client
            .resources(FlinkStateSnapshot.class)
            .inNamespace(id.getNamespace().orElse(""))
            .withName(id.getName())
            .get();
    String needed = undeleted(live);
    if (needed == null && live != null) {
      needed = users.reasonToKeep(live, step.path());
    }
    if (needed == null) {
      operations.dispose(id, step);
    } else {
      operations.spare(id, step, needed);
    }
  }

  private static @Nullable String undeleted(@Nullable FlinkStateSnapshot live) {
    if (live == null || !live.isMarkedForDeletion()) {
      return "the snapshot is not being deleted any more";
    }
    var savepoint = live.getSpec() == null ? null : live.getSpec().getSavepoint();
    return savepoint == null || Boolean.FALSE.equals(savepoint.getDisposeOnDelete())
        ? "spec.savepoint.disposeOnDelete is false by now"
        : null;
  }

  /** The resource is gone, or asks for nothing any more: nothing of it is kept. */
  public void forget(ResourceID id) {
    operations.forget(id);
  }
}
