package dev.flinkoperator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.testing.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class ApiServerCallsIT {

  @Test
  void requests_are_counted_by_verb_resource_and_answer(KubernetesClient client) {
    try (var metrics = new OperatorMetrics();
        var counted =
            new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .withHttpClientBuilderConsumer(
                    http -> http.addOrReplaceInterceptor("metrics", metrics.apiServer()))
                .build()) {
      counted.configMaps().inNamespace("default").list();
      counted.configMaps().inNamespace("default").withName("missing").get();

      assertThat(metrics.scrape().lines())
          .contains(
              "flink_operator_kubernetes_requests_total{code=\"200\",resource=\"configmaps\",verb=\"list\"} 1.0",
              "flink_operator_kubernetes_requests_total{code=\"404\",resource=\"configmaps\",verb=\"get\"} 1.0");
    }
  }
}
