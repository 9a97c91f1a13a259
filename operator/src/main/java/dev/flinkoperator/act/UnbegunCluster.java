package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.Labels;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/**
 * Ends the cluster of a job that has never begun, and only then: what was decided from watches that
 * lag is looked up once more, and the deletion is bound to what was found.
 */
final class UnbegunCluster {

  private final KubernetesClient client;
  private final DeploymentDeletion deletion;

  UnbegunCluster(KubernetesClient client) {
    this.client = client;
    this.deletion = new DeploymentDeletion(client);
  }

  /**
   * @throws KubernetesClientException if the API server refuses
   */
  Outcome end(FlinkDeployment resource, Step.DeleteUnbegunJobManager step) {
    String namespace = resource.getMetadata().getNamespace();
    String name = resource.getMetadata().getName();
    Deployment live = client.apps().deployments().inNamespace(namespace).withName(name).get();
    JobManagerView jobManager = live == null ? null : JobManagerViews.of(live);
    if (live == null || jobManager == null || !jobManager.uid().equals(step.uid())) {
      return new Outcome.Waiting("Deployment " + name + " is no longer the one that was seen");
    }
    boolean up = jobManager.available() || (standalone(live) && jobManager.onceAvailable());
    if (up && !step.available()) {
      return new Outcome.Waiting(
          "Deployment "
              + name
              + (jobManager.available() ? " is" : " has been")
              + " available by now");
    }
    if (!taskManagers(namespace, name).isEmpty()) {
      return new Outcome.Waiting("the cluster of " + name + " has TaskManagers by now");
    }
    boolean deleted =
        deletion.delete(
            resource.getMetadata(), step.uid(), live.getMetadata().getResourceVersion());
    return deleted
        ? new Outcome.Done()
        : new Outcome.Waiting("Deployment " + name + " has changed since it was looked at");
  }

  private static boolean standalone(Deployment jobManager) {
    return Labels.STANDALONE.equals(jobManager.getMetadata().getLabels().get(Labels.TYPE));
  }

  /** Those that Flink has asked for; in standalone mode they are there before any job is. */
  private List<?> taskManagers(String namespace, String name) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabelSelector(
            String.join(
                ",",
                Labels.APP + "=" + name,
                Labels.COMPONENT + "=" + Labels.TASK_MANAGER,
                Labels.NOT_STANDALONE))
        .list()
        .getItems();
  }
}
