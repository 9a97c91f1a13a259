package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.HighAvailabilityMaps;
import dev.flinkoperator.observe.HighAvailabilityViews;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

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
    List<String> names =
        HighAvailabilityMaps.namesFor(resource.getMetadata().getName(), step.jobId());
    if (names.stream().anyMatch(name -> namesCheckpoint(resource, name)) == step.hasCheckpoint()) {
      return new Outcome.Done();
    }
    return new Outcome.Waiting(
        "ConfigMap "
            + names.get(0)
            + (step.hasCheckpoint() ? " names no checkpoint" : " names a checkpoint by now"));
  }

  private boolean namesCheckpoint(FlinkDeployment resource, String map) {
    return HighAvailabilityViews.namesCheckpoint(
        client.configMaps().inNamespace(resource.getMetadata().getNamespace()).withName(map).get());
  }
}
