package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.observe.SessionJobViews;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Looks past the watch at the FlinkSessionJobs of a cluster that is about to end. */
final class SessionJobsCheck {

  private final KubernetesClient client;
  private final KnownKinds kinds;

  SessionJobsCheck(KubernetesClient client, KnownKinds kinds) {
    this.client = client;
    this.kinds = kinds;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  Outcome run(FlinkDeployment cluster, Step.ConfirmSessionJobs step) {
    if (!kinds.sessionJobs()) {
      return new Outcome.Done();
    }
    boolean asSeen =
        step.isOf(
            client
                .resources(FlinkSessionJob.class)
                .inNamespace(cluster.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(job -> SessionJobViews.names(job, cluster))
                .map(SessionJobViews::of)
                .toList());
    return asSeen
        ? new Outcome.Done()
        : new Outcome.Waiting("A session job of the cluster has changed by now");
  }
}
