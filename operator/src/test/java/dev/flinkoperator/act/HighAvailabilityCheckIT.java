package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.plan.Step;
import dev.flinkoperator.testing.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class HighAvailabilityCheckIT {
  private static final String NAMESPACE = "high-availability-check";
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  private final KubernetesClient client;
  private final HighAvailabilityCheck check;

  HighAvailabilityCheckIT(KubernetesClient client) {
    this.client = client;
    this.check = new HighAvailabilityCheck(client);
  }

  @BeforeAll
  static void makeNamespace(KubernetesClient client) {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
  }

  @Test
  void waits_until_the_watch_knows_what_flink_has_written() {
    FlinkDeployment orders = resource("orders");
    assertThat(check.run(orders, wants(false))).isInstanceOf(Outcome.Done.class);
    assertThat(check.run(orders, wants(true)))
        .isEqualTo(
            new Outcome.Waiting("ConfigMap orders-" + JOB + "-config-map names no checkpoint"));

    map("orders", Map.of("counter", "2", "checkpointID-0000000000000000001", "rO0AB"));

    assertThat(check.run(orders, wants(true))).isInstanceOf(Outcome.Done.class);
    assertThat(check.run(orders, wants(false)))
        .isEqualTo(
            new Outcome.Waiting(
                "ConfigMap orders-" + JOB + "-config-map names a checkpoint by now"));
  }

  @Test
  void a_map_with_a_counter_alone_names_no_checkpoint() {
    map("clicks", Map.of("counter", "1"));

    assertThat(check.run(resource("clicks"), wants(false))).isInstanceOf(Outcome.Done.class);
    assertThat(check.run(resource("clicks"), wants(true))).isInstanceOf(Outcome.Waiting.class);
  }

  private void map(String cluster, Map<String, String> data) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(cluster + "-" + JOB + "-config-map")
                .endMetadata()
                .withData(data)
                .build())
        .create();
  }

  private static Step.ConfirmHighAvailability wants(boolean checkpoint) {
    return new Step.ConfirmHighAvailability(JOB, checkpoint);
  }

  private static FlinkDeployment resource(String name) {
    FlinkDeployment resource = new FlinkDeployment();
    resource.setMetadata(new ObjectMetaBuilder().withNamespace(NAMESPACE).withName(name).build());
    return resource;
  }
}
