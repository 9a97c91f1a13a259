package dev.flinkoperator.observe;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.flinkstatesnapshotspec.JobReference;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of a state snapshot from the watch caches and its poller. Asks nobody. */
public final class StateSnapshotObserver {

  private final JobPoller poller;
  private final boolean sessionJobs;

  /**
   * @param sessionJobs whether the kind FlinkSessionJob is known to the API server
   */
  public StateSnapshotObserver(JobPoller poller, boolean sessionJobs) {
    this.poller = poller;
    this.sessionJobs = sessionJobs;
  }

  public StateSnapshotObservation observe(
      FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context) {
    ResourceID id = ResourceID.fromResource(resource);
    ClusterSeen seen = poller.seen(id);
    FlinkSessionJob job = sessionJobs ? sessionJob(resource, context) : null;
    String cluster =
        job != null
            ? SessionJobObserver.clusterNames(job).stream().findFirst().orElse(null)
            : named(resource, JobReference.Kind.FLINKDEPLOYMENT);
    return new StateSnapshotObservation(
        resource,
        job,
        cluster == null ? null : get(FlinkDeployment.class, cluster, resource, context),
        seen.jobs(),
        operation(resource, seen),
        poller.disposal(id));
  }

  /** Name of the resource that is referred to, if it is of this kind; null: it is not. */
  public static @Nullable String named(FlinkStateSnapshot resource, JobReference.Kind kind) {
    JobReference reference =
        resource.getSpec() == null ? null : resource.getSpec().getJobReference();
    return reference != null && reference.getKind() == kind ? reference.getName() : null;
  }

  private static @Nullable FlinkSessionJob sessionJob(
      FlinkStateSnapshot resource, Context<FlinkStateSnapshot> context) {
    String name = named(resource, JobReference.Kind.FLINKSESSIONJOB);
    return name == null ? null : get(FlinkSessionJob.class, name, resource, context);
  }

  private static <R> @Nullable R get(
      Class<R> kind,
      String name,
      FlinkStateSnapshot resource,
      Context<FlinkStateSnapshot> context) {
    EventSource<R, FlinkStateSnapshot> source =
        context.eventSourceRetriever().getEventSourceFor(kind);
    if (!(source instanceof Cache<?> cache)) {
      throw new IllegalStateException("no cache of " + kind.getSimpleName());
    }
    return cache
        .get(new ResourceID(name, resource.getMetadata().getNamespace()))
        .map(kind::cast)
        .orElse(null);
  }

  /** Only of the operation that is written down: the poller may still speak of an older one. */
  private static @Nullable OperationView operation(FlinkStateSnapshot resource, ClusterSeen seen) {
    String written = resource.getStatus() == null ? null : resource.getStatus().getTriggerId();
    OperationView view = seen.operation();
    return view != null && view.triggerId().equals(written) ? view : null;
  }
}
