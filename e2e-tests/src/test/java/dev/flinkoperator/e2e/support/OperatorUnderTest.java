package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;

/** The operator as kustomize/ deployed it. */
public final class OperatorUnderTest {
  private OperatorUnderTest() {}

  public static final String NAMESPACE = "flink-operator";
  public static final String REQUESTED = "100m";
  public static final String USER = "system:serviceaccount:flink-operator:flink-operator";

  /** Ends the operator's processes at once, without their say. */
  public static void kill() {
    for (Pod pod : pods()) {
      Cluster.client().resource(pod).withGracePeriod(0L).delete();
    }
  }

  /** Takes it away, until {@link #start}; its last word has been said when this returns. */
  public static void stop() {
    deployment().scale(0);
    Patience.untilFlink("no operator runs").until(() -> pods().isEmpty());
  }

  /** Does nothing if it runs. */
  public static void start() {
    deployment().scale(1);
    awaitReady();
  }

  /**
   * Whoever needs all of the node's cores; {@link #REQUESTED} is what it is shipped with. Done when
   * the one with this request is ready.
   */
  public static void requestCpu(String cpu) {
    stop();
    deployment()
        .edit(
            deployment -> {
              deployment
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .get(0)
                  .getResources()
                  .getRequests()
                  .put("cpu", Quantity.parse(cpu));
              return deployment;
            });
    start();
  }

  private static RollableScalableResource<Deployment> deployment() {
    return Cluster.client().apps().deployments().inNamespace(NAMESPACE).withName("flink-operator");
  }

  public static void awaitReady() {
    Patience.untilFlink("the operator is available")
        .until(
            // The Deployment's own count may still be that of a pod which was killed just now.
            () -> pods().stream().anyMatch(OperatorUnderTest::isReady));
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
  }

  /** The last lines of its log, one text a pod. */
  public static List<String> logs(int lines) {
    return pods().stream()
        .map(
            pod ->
                Cluster.client()
                    .pods()
                    .inNamespace(NAMESPACE)
                    .withName(pod.getMetadata().getName())
                    .tailingLines(lines)
                    .getLog())
        .toList();
  }

  public static List<Pod> pods() {
    return Cluster.client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", "flink-operator")
        .list()
        .getItems();
  }
}
