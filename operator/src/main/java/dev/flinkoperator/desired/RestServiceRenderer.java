package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.Service;

/** The Service of Flink's REST API and UI. */
final class RestServiceRenderer {
  private RestServiceRenderer() {}

  static Service render(FlinkCluster cluster) {
    return ServiceForm.of(
        cluster,
        cluster
            .parameters()
            .getRestServiceExposedType()
            .serviceType()
            .buildUpExternalRestService(cluster.parameters()));
  }
}
