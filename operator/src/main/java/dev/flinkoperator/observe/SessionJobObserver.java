package dev.flinkoperator.observe;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.observe.view.SubmissionView;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what is known of a session job from the watch caches and its poller. Asks nobody. */
public final class SessionJobObserver {

  private final JobPoller poller;
  private final SubmissionAnswers submissions;
  private final KnownKinds kinds;

  public SessionJobObserver(JobPoller poller, SubmissionAnswers submissions, KnownKinds kinds) {
    this.poller = poller;
    this.submissions = submissions;
    this.kinds = kinds;
  }

  public SessionJobObservation observe(FlinkSessionJob resource, Context<FlinkSessionJob> context) {
    ResourceID id = ResourceID.fromResource(resource);
    ClusterSeen cluster = poller.seen(id);
    String name = clusterNames(resource).stream().findFirst().orElse("");
    return new SessionJobObservation(
        resource,
        context.getSecondaryResources(FlinkDeployment.class).stream()
            .filter(each -> each.getMetadata().getName().equals(name))
            .findFirst()
            .orElse(null),
        cluster.jobs(),
        cluster.checkpoints(),
        operation(resource, cluster),
        submission(resource, id),
        kinds.stateSnapshots()
            ? NamedSnapshots.named(NamedSnapshots.nameIn(resource), context)
            : null,
        poller.disposal(id));
  }

  /**
   * The cluster the job was submitted to comes first: an edit that names another one is refused.
   */
  public static Set<String> clusterNames(FlinkSessionJob resource) {
    Set<String> names = new LinkedHashSet<>();
    FlinkSessionJobStatus status = resource.getStatus();
    if (status != null && status.getCluster() != null && status.getCluster().getName() != null) {
      names.add(status.getCluster().getName());
    }
    if (resource.getSpec() != null && resource.getSpec().getDeploymentName() != null) {
      names.add(resource.getSpec().getDeploymentName());
    }
    return names;
  }

  /** Only of the operation that is written down: the poller may still speak of an older one. */
  private static @Nullable OperationView operation(FlinkSessionJob resource, ClusterSeen cluster) {
    Operation written = resource.getStatus() == null ? null : resource.getStatus().getOperation();
    OperationView view = cluster.operation();
    return written != null && view != null && view.triggerId().equals(written.getTriggerId())
        ? view
        : null;
  }

  private @Nullable SubmissionView submission(FlinkSessionJob resource, ResourceID id) {
    var written = resource.getStatus() == null ? null : resource.getStatus().getSubmission();
    return written == null || written.getJobId() == null
        ? null
        : submissions.of(
            id, written.getJobId(), written.getAttempt() == null ? 1 : written.getAttempt());
  }
}
