package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.testing.ApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class UnbegunClusterIT {
  private static final String NAMESPACE = "unbegun-cluster";

  private final KubernetesClient client;
  private final UnbegunCluster unbegun;

  UnbegunClusterIT(KubernetesClient client) {
    this.client = client;
    this.unbegun = new UnbegunCluster(client);
  }

  @BeforeAll
  static void makeNamespace(KubernetesClient client) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
  }

  @Test
  void ends_a_cluster_that_is_still_as_it_was_seen() {
    // So that it is still there to be looked at when a garbage collector has done its part.
    Deployment stuck = deployment("stuck", "example.com/kept");

    assertThat(unbegun.end(resource("stuck"), step(stuck))).isInstanceOf(Outcome.Done.class);

    assertThat(live("stuck").isMarkedForDeletion()).isTrue();
  }

  @Test
  void leaves_one_that_became_available_since() {
    Deployment came = deployment("came");
    becomesAvailable(client, came);

    assertThat(unbegun.end(resource("came"), step(came)))
        .isEqualTo(new Outcome.Waiting("Deployment came is available by now"));

    assertThat(live("came").isMarkedForDeletion()).isFalse();
  }

  @Test
  void leaves_one_that_has_taskmanagers_already() {
    Deployment busy = deployment("busy");
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("busy-taskmanager-1-1")
                .withLabels(Map.of("app", "busy", "component", "taskmanager"))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("flink-main-container")
                .withImage("flink:1.20")
                .endContainer()
                .endSpec()
                .build())
        .create();

    assertThat(unbegun.end(resource("busy"), step(busy)))
        .isEqualTo(new Outcome.Waiting("the cluster of busy has TaskManagers by now"));

    assertThat(live("busy").isMarkedForDeletion()).isFalse();
  }

  @Test
  void leaves_one_in_standalone_mode_that_was_available_since() {
    Deployment down = deployment("down");
    Deployment labelled =
        client
            .resource(down)
            .edit(
                d ->
                    new DeploymentBuilder(d)
                        .editMetadata()
                        .addToLabels("type", "flink-standalone-kubernetes")
                        .endMetadata()
                        .build());
    client
        .resource(labelled)
        .editStatus(
            d ->
                new DeploymentBuilder(d)
                    .withNewStatus()
                    .addNewCondition()
                    .withType("Progressing")
                    .withStatus("True")
                    .withReason("NewReplicaSetAvailable")
                    .endCondition()
                    .endStatus()
                    .build());

    assertThat(unbegun.end(resource("down"), step(down)))
        .isEqualTo(new Outcome.Waiting("Deployment down has been available by now"));

    assertThat(live("down").isMarkedForDeletion()).isFalse();
  }

  @Test
  void leaves_another_one_of_the_same_name() {
    Deployment first = deployment("again");
    client.resource(first).delete();
    deployment("again");

    assertThat(unbegun.end(resource("again"), step(first)))
        .isEqualTo(new Outcome.Waiting("Deployment again is no longer the one that was seen"));

    assertThat(live("again").isMarkedForDeletion()).isFalse();
  }

  @Test
  void leaves_one_that_becomes_available_between_the_look_and_the_deletion() {
    Deployment late = deployment("late");
    Interceptor meanwhile =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            if (request.method().equals("DELETE")) {
              becomesAvailable(client, late);
            }
          }
        };
    try (KubernetesClient raced =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("race", meanwhile))
            .build()) {
      assertThat(new UnbegunCluster(raced).end(resource("late"), step(late)))
          .isEqualTo(new Outcome.Waiting("Deployment late has changed since it was looked at"));
    }

    assertThat(live("late").isMarkedForDeletion()).isFalse();
  }

  private static void becomesAvailable(KubernetesClient client, Deployment deployment) {
    client
        .resource(deployment)
        .editStatus(
            d ->
                new DeploymentBuilder(d)
                    .withNewStatus()
                    .withReplicas(1)
                    .withReadyReplicas(1)
                    .withAvailableReplicas(1)
                    .withObservedGeneration(1L)
                    .addNewCondition()
                    .withType("Available")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  private Deployment live(String name) {
    return client.apps().deployments().inNamespace(NAMESPACE).withName(name).get();
  }

  private Deployment deployment(String name, String... finalizers) {
    return client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withFinalizers(finalizers)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("flink-main-container")
                .withImage("flink:1.20")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private static Step.DeleteUnbegunJobManager step(Deployment seen) {
    return new Step.DeleteUnbegunJobManager(seen.getMetadata().getUid(), false);
  }

  private static FlinkDeployment resource(String name) {
    FlinkDeployment resource = new FlinkDeployment();
    resource.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    return resource;
  }
}
