package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;

/** Takes a Service built by Flink over into our model, in the namespace of the cluster. */
final class ServiceForm {
  private ServiceForm() {}

  static Service of(FlinkCluster cluster, Object flinksService) {
    Map<String, Object> tree = ObjectTrees.ofFlinks(flinksService);
    Service service = ObjectTrees.toOurs(ServerForm.of("service", tree), Service.class);
    service.getMetadata().setNamespace(cluster.resource().getMetadata().getNamespace());
    return service;
  }
}
