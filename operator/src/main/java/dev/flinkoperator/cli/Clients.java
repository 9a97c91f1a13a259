package dev.flinkoperator.cli;

import dev.flinkoperator.metrics.OperatorMetrics;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The client of the API server. */
final class Clients {

  private static final int REQUEST_TIMEOUT_MILLIS = 15_000;

  private Clients() {}

  static KubernetesClient kubernetes(ConfigBuilder cluster, OperatorMetrics metrics) {
    return new KubernetesClientBuilder()
        .withConfig(
            cluster
                .withUserAgent("flink-operator/" + Version.text())
                .withRequestTimeout(REQUEST_TIMEOUT_MILLIS)
                // The framework tries again with back-off; the client must not do so within a pass.
                .withRequestRetryBackoffLimit(0)
                .build())
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor("metrics", metrics.apiServer()))
        .build();
  }
}
