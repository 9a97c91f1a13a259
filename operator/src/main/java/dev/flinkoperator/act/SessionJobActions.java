package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Carries out the steps for a session job in order, up to the first that has to wait. */
public final class SessionJobActions {

  private final Fence fence;
  private final FlinkOperations operations;
  private final Submissions submissions;
  private final GuardedDisposal disposal;
  private final SnapshotObjectStore snapshots;

  /**
   * @param told what goes wrong beside the pass
   */
  public SessionJobActions(
      KubernetesClient client,
      FlinkOperations operations,
      Submissions submissions,
      KnownKinds kinds,
      BiConsumer<HasMetadata, Notice> told) {
    this.fence = new Fence(client);
    this.operations = operations;
    this.submissions = submissions;
    this.disposal = new GuardedDisposal(client, kinds, operations);
    this.snapshots = new SnapshotObjectStore(client, told);
  }

  /**
   * @param saveIntent writes the planned status, if it names something that a later pass could not
   *     find out again
   * @param written the resource as the last write of this pass left it
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public Outcome run(
      List<Step> steps, ResourceID id, Runnable saveIntent, Supplier<FlinkSessionJob> written) {
    for (Step step : steps) {
      Outcome outcome = run(step, id, saveIntent, written);
      if (outcome instanceof Outcome.Waiting) {
        return outcome;
      }
    }
    return new Outcome.Done();
  }

  private Outcome run(
      Step step, ResourceID id, Runnable saveIntent, Supplier<FlinkSessionJob> written) {
    if (step instanceof Step.SaveIntent) {
      saveIntent.run();
      return new Outcome.Done();
    }
    if (step instanceof Step.SubmitJob submit) {
      Outcome current = fence.run(written.get());
      return current instanceof Outcome.Waiting ? current : submissions.start(id, submit);
    }
    if (step instanceof Step.StartOperation start) {
      operations.start(id, start);
      return new Outcome.Done();
    }
    if (step instanceof Step.DisposeSavepoint dispose) {
      Outcome current = fence.run(written.get());
      if (current instanceof Outcome.Done) {
        disposal.run(written.get(), dispose);
      }
      return current;
    }
    if (step instanceof Step.RecordSnapshot record) {
      snapshots.record(record, written.get());
      return new Outcome.Done();
    }
    if (step instanceof Step.ForgetSnapshot forget) {
      Outcome current = fence.run(written.get()); // its files may go with it
      if (current instanceof Outcome.Done) {
        snapshots.forget(forget, written.get());
      }
      return current;
    }
    throw new IllegalStateException("no step for a session job: " + step);
  }

  /** The resource is gone: nothing of it is kept. */
  public void forget(ResourceID id) {
    operations.forget(id);
    submissions.forget(id);
  }
}
