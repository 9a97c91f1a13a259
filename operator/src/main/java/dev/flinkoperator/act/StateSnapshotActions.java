package dev.flinkoperator.act;

import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/** Carries out the steps for a state snapshot in order; none of them waits. */
public final class StateSnapshotActions {

  private final FlinkOperations operations;

  public StateSnapshotActions(FlinkOperations operations) {
    this.operations = operations;
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
        operations.dispose(id, dispose);
      } else {
        throw new IllegalStateException("no step for a state snapshot: " + step);
      }
    }
  }

  /** The resource is gone, or asks for nothing any more: nothing of it is kept. */
  public void forget(ResourceID id) {
    operations.forget(id);
  }
}
