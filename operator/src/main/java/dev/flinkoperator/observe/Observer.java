package dev.flinkoperator.observe;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.PodView;
import dev.flinkoperator.observe.view.SessionJobView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of a resource from the watch caches and the poller. Asks nobody. */
public final class Observer {

  private final JobPoller poller;
  private final Revisions revisions;

  public Observer(JobPoller poller, Revisions revisions) {
    this.poller = poller;
    this.revisions = revisions;
  }

  public Observation observe(
      FlinkDeployment resource, Context<FlinkDeployment> context, KnownKinds kinds) {
    Observation seen = observe(resource, context);
    if (kinds.stateSnapshots()) {
      seen = seen.startingFrom(NamedSnapshots.named(NamedSnapshots.nameIn(resource), context));
    }
    return kinds.sessionJobs()
        ? seen.with(
            context.getSecondaryResources(FlinkSessionJob.class).stream()
                .filter(job -> SessionJobViews.names(job, resource))
                .map(SessionJobViews::of)
                .sorted(Comparator.comparing(SessionJobView::name))
                .toList())
        : seen;
  }

  private Observation observe(FlinkDeployment resource, Context<FlinkDeployment> context) {
    ResourceID id = ResourceID.fromResource(resource);
    ClusterSeen cluster = poller.seen(id);
    Set<ControllerRevision> kept = context.getSecondaryResources(ControllerRevision.class);
    List<PodView> pods =
        context.getSecondaryResources(Pod.class).stream()
            .map(PodViews::of)
            .sorted(Comparator.comparing(PodView::name))
            .toList();
    Revision inForce = revisions.inForce(resource, kept);
    Observation seen =
        new Observation(
            resource,
            inForce,
            kept.stream()
                .filter(revision -> RevisionCodec.belongsTo(revision, resource))
                .map(r -> new Observation.RevisionName(r.getMetadata().getName(), r.getRevision()))
                .sorted(Comparator.comparingLong(Observation.RevisionName::number))
                .toList(),
            context.getSecondaryResources(Deployment.class).stream()
                .filter(d -> d.getMetadata().getName().equals(resource.getMetadata().getName()))
                .map(JobManagerViews::of)
                .findFirst()
                .orElse(null),
            pods,
            cluster.jobs(),
            cluster.checkpoints(),
            operation(resource, cluster),
            HighAvailabilityViews.of(
                resource.getMetadata().getName(), context.getSecondaryResources(ConfigMap.class)),
            Revisions.stable(resource, inForce, kept),
            poller.disposal(id),
            cluster.restarts());
    return seen.told(cluster.rescale());
  }

  /** Only of the operation that is written down: the poller may still speak of an older one. */
  private static @Nullable OperationView operation(FlinkDeployment resource, ClusterSeen cluster) {
    Operation written = resource.getStatus() == null ? null : resource.getStatus().getOperation();
    OperationView view = cluster.operation();
    return written != null && view != null && view.triggerId().equals(written.getTriggerId())
        ? view
        : null;
  }
}
