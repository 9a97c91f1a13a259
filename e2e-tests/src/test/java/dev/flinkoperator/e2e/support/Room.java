package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who holds the node's CPU, as the scheduler counts it. */
final class Room {
  private Room() {}

  /** A line for each pod that has not ended. */
  static String taken() {
    return Cluster.client().pods().inAnyNamespace().list().getItems().stream()
        .filter(pod -> !"Succeeded".equals(phase(pod)) && !"Failed".equals(phase(pod)))
        .map(Room::line)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String line(Pod pod) {
    String deleted = pod.getMetadata().getDeletionTimestamp();
    return "  %s/%s: %s CPU, %s since %s%s%s"
        .formatted(
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            pod.getSpec().getContainers().stream()
                .map(Room::cpu)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .toPlainString(),
            phase(pod),
            pod.getMetadata().getCreationTimestamp(),
            pod.getSpec().getNodeName() == null ? ", on no node" : "",
            deleted == null ? "" : ", to be gone by " + deleted);
  }

  private static BigDecimal cpu(Container container) {
    Map<String, Quantity> requests =
        container.getResources() == null ? null : container.getResources().getRequests();
    return Stream.ofNullable(requests)
        .map(each -> each.get("cpu"))
        .flatMap(Stream::ofNullable)
        .map(Quantity::getAmountInBytes)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  private static @Nullable String phase(Pod pod) {
    return pod.getStatus() == null ? null : pod.getStatus().getPhase();
  }
}
