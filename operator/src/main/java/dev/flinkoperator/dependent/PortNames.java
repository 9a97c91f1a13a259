package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Map;
import java.util.Objects;

/**
 * Server-side apply knows ports of a Service by number. A port whose number somebody changed is
 * another one to it, which keeps the name, and ours is rejected as a duplicate.
 */
final class PortNames {

  private PortNames() {}

  /** Takes away the ports of others if one has the name of ours. */
  static void free(Service actual, Service desired, Context<FlinkDeployment> context) {
    boolean taken =
        actual.getSpec().getPorts().stream()
            .anyMatch(
                theirs ->
                    desired.getSpec().getPorts().stream().anyMatch(our -> clash(theirs, our)));
    if (taken) {
      Service there =
          new ServiceBuilder()
              .withNewMetadata()
              .withNamespace(actual.getMetadata().getNamespace())
              .withName(actual.getMetadata().getName())
              .endMetadata()
              .build();
      context
          .getClient()
          .resource(there)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              Serialization.asJson(Map.of("spec", Map.of("ports", desired.getSpec().getPorts()))));
    }
  }

  private static boolean clash(ServicePort theirs, ServicePort ours) {
    return Objects.equals(theirs.getName(), ours.getName())
        && !Objects.equals(theirs.getPort(), ours.getPort());
  }
}
