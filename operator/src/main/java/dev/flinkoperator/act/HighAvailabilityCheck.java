package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.HighAvailabilityMaps;
import dev.flinkoperator.observe.HighAvailabilityViews;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Looks past the watch into the ConfigMap that says where a job's newest checkpoint is. */
final class HighAvailabilityCheck {

  private final KubernetesClient client;

  HighAvailabilityCheck(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
   */
  Outcome run(FlinkDeployment resource, Step.ConfirmHighAvailability step) {
    String name = HighAvailabilityMaps.nameFor(resource.getMetadata().getName(), step.jobId());
    ConfigMap live =
        client.configMaps().inNamespace(resource.getMetadata().getNamespace()).withName(name).get();
    if (HighAvailabilityViews.namesCheckpoint(live) == step.hasCheckpoint()) {
      return new Outcome.Done();
    }
    return new Outcome.Waiting(
        "ConfigMap "
            + name
            + (step.hasCheckpoint() ? " names no checkpoint" : " names a checkpoint by now"));
  }
}
