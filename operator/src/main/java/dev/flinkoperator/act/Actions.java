package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.function.BiConsumer;

/** Carries out steps in order, up to the first that has to wait. */
public final class Actions {

  private final RevisionStore revisions;
  private final ClusterEnd clusters;
  private final UnbegunCluster unbegun;
  private final Fence fence;
  private final JobManagerReclaim reclaim;
  private final HighAvailabilityCheck highAvailability;
  private final FlinkOperations operations;
  private final GuardedDisposal disposal;
  private final SnapshotObjectStore snapshots;
  private final SessionJobsCheck sessionJobs;

  /**
   * @param told what goes wrong beside the pass
   */
  public Actions(
      KubernetesClient client,
      RevisionStore revisions,
      FlinkOperations operations,
      String fieldManager,
      KnownKinds kinds,
      BiConsumer<HasMetadata, Notice> told) {
    this.revisions = revisions;
    this.operations = operations;
    this.highAvailability = new HighAvailabilityCheck(client);
    this.clusters = new ClusterEnd(client);
    this.unbegun = new UnbegunCluster(client);
    this.fence = new Fence(client);
    this.reclaim = new JobManagerReclaim(client, fieldManager);
    this.disposal = new GuardedDisposal(client, kinds, operations);
    this.snapshots = new SnapshotObjectStore(client, told);
    this.sessionJobs = new SessionJobsCheck(client, kinds);
  }

  /**
   * @param intent the planned status
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public Outcome run(List<Step> steps, FlinkDeployment resource, Intent intent) {
    for (Step step : steps) {
      Outcome outcome = run(step, resource, intent);
      if (outcome instanceof Outcome.Waiting) {
        return outcome;
      }
    }
    return new Outcome.Done();
  }

  /**
   * A live read: nobody has changed the resource since.
   *
   * @param written the resource as the pass under way has left it
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  public boolean current(FlinkDeployment written) {
    return fence.run(written) instanceof Outcome.Done;
  }

  /** The resource is gone: nothing of it is kept. */
  public void forget(ResourceID id) {
    operations.forget(id);
  }

  private Outcome run(Step step, FlinkDeployment resource, Intent intent) {
    if (step instanceof Step.RecordRevision record) {
      return revisions.record(resource, record.revision());
    }
    if (step instanceof Step.ConfirmClusterGone confirm) {
      Outcome current = fence.run(intent.written());
      return current instanceof Outcome.Waiting
          ? current
          : clusters.confirmGone(resource, confirm.foreignIsGone());
    }
    if (step instanceof Step.ScaleDownJobManager scale) {
      Outcome current = fence.run(intent.written());
      if (current instanceof Outcome.Done) {
        clusters.scaleDown(resource, scale);
      }
      return current;
    }
    if (step instanceof Step.DeleteJobManager delete) {
      Outcome current = fence.run(intent.written());
      if (current instanceof Outcome.Done) {
        clusters.deleteJobManager(resource, delete.uid());
      }
      return current;
    }
    if (step instanceof Step.DeleteUnbegunJobManager delete) {
      Outcome current = fence.run(intent.written());
      return current instanceof Outcome.Waiting ? current : unbegun.end(resource, delete);
    }
    if (step instanceof Step.EndHiddenJobManager) {
      Outcome current = fence.run(intent.written());
      if (current instanceof Outcome.Done) {
        clusters.endHidden(resource);
      }
      return current;
    }
    if (step instanceof Step.DisposeSavepoint dispose) {
      Outcome current = fence.run(intent.written());
      if (current instanceof Outcome.Done) {
        disposal.run(resource, dispose);
      }
      return current;
    }
    if (step instanceof Step.ForgetSnapshot forget) {
      Outcome current = fence.run(intent.written()); // its files may go with it
      if (current instanceof Outcome.Done) {
        snapshots.forget(forget, resource);
      }
      return current;
    }
    if (step instanceof Step.ConfirmSessionJobs confirm) {
      return sessionJobs.run(resource, confirm);
    }
    if (step instanceof Step.Rescale rescale) {
      Outcome current = fence.run(intent.written());
      if (current instanceof Outcome.Done) {
        operations.rescale(ResourceID.fromResource(resource), rescale);
      }
      return current;
    }
    if (step instanceof Step.ConfirmHighAvailability confirm) {
      return highAvailability.run(resource, confirm);
    }
    if (step instanceof Step.SaveIntent) {
      intent.save();
    } else if (step instanceof Step.DeleteHighAvailabilityMetadata metadata) {
      clusters.deleteHighAvailabilityMetadata(resource, metadata.keptJobId());
    } else if (step instanceof Step.ReclaimJobManager reclaimed) {
      reclaim.run(resource, reclaimed.revision());
    } else if (step instanceof Step.StartOperation start) {
      operations.start(ResourceID.fromResource(resource), start);
    } else if (step instanceof Step.RecordSnapshot record) {
      snapshots.record(record, resource);
    } else if (step instanceof Step.ForgetRevisions forget) {
      revisions.forget(resource, forget.names());
    }
    return new Outcome.Done();
  }
}
