package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;

/** Carries out steps in order, up to the first that has to wait. */
public final class Actions {

  private final RevisionStore revisions;
  private final ClusterEnd clusters;
  private final JobManagerReclaim reclaim;
  private final HighAvailabilityCheck highAvailability;
  private final FlinkOperations operations;

  public Actions(
      KubernetesClient client,
      RevisionStore revisions,
      FlinkOperations operations,
      String fieldManager) {
    this.revisions = revisions;
    this.operations = operations;
    this.highAvailability = new HighAvailabilityCheck(client);
    this.clusters = new ClusterEnd(client);
    this.reclaim = new JobManagerReclaim(client, fieldManager);
  }

  /**
   * @param saveIntent writes the planned status if it names another revision or job
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public Outcome run(List<Step> steps, FlinkDeployment resource, Runnable saveIntent) {
    for (Step step : steps) {
      Outcome outcome = run(step, resource, saveIntent);
      if (outcome instanceof Outcome.Waiting) {
        return outcome;
      }
    }
    return new Outcome.Done();
  }

  /** The resource is gone: nothing of it is kept. */
  public void forget(ResourceID id) {
    operations.forget(id);
  }

  private Outcome run(Step step, FlinkDeployment resource, Runnable saveIntent) {
    if (step instanceof Step.RecordRevision record) {
      return revisions.record(resource, record.revision());
    }
    if (step instanceof Step.ConfirmClusterGone confirm) {
      return clusters.confirmGone(resource, confirm.foreignIsGone());
    }
    if (step instanceof Step.ConfirmHighAvailability confirm) {
      return highAvailability.run(resource, confirm);
    }
    if (step instanceof Step.SaveIntent) {
      saveIntent.run();
    } else if (step instanceof Step.DeleteJobManager delete) {
      clusters.deleteJobManager(resource, delete.uid());
    } else if (step instanceof Step.EndHiddenJobManager) {
      clusters.endHidden(resource);
    } else if (step instanceof Step.DeleteHighAvailabilityMetadata metadata) {
      clusters.deleteHighAvailabilityMetadata(resource, metadata.keptJobId());
    } else if (step instanceof Step.ReclaimJobManager reclaimed) {
      reclaim.run(resource, reclaimed.revision());
    } else if (step instanceof Step.StartOperation start) {
      operations.start(ResourceID.fromResource(resource), start);
    } else if (step instanceof Step.ForgetRevisions forget) {
      revisions.forget(resource, forget.names());
    }
    return new Outcome.Done();
  }
}
