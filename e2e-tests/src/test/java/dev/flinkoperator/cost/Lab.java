package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * All that runs during a measurement: control plane, fake clusters, resources, operator.
 *
 * @param command starts the operator
 * @param dir for logs and data
 */
record Lab(
    ControlPlane plane,
    KubernetesClient client,
    FakeClusters clusters,
    FakeRest rest,
    Fleet fleet,
    AuditLog audit,
    List<String> command,
    Path kubeconfig,
    Path dir)
    implements AutoCloseable {

  private static final Duration QUIET = Duration.ofSeconds(5);

  static Lab open(Options options, Path dir) throws IOException {
    var checkout = new Checkout(options.root());
    var plane = ControlPlane.start(options.binaries(), dir);
    try {
      var installed = Installation.into(plane, checkout, options.binaries());
      var client = plane.admin();
      var clusters = new FakeClusters(client);
      return new Lab(
          plane,
          client,
          clusters,
          new FakeRest(clusters),
          new Fleet(client, checkout.flinkDeployment(), options.count()),
          new AuditLog(plane.auditLog(), Installation.USER),
          checkout.operatorCommand(installed.memoryLimit(), options.jvmFlags()),
          installed.kubeconfig(),
          dir);
    } catch (IOException | RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  OperatorProcess startOperator(String pod) {
    return OperatorProcess.start(
        command, kubeconfig, rest.addressTemplate(), pod, dir.resolve("operator.log"));
  }

  /** Returns when the operator has asked the API server for nothing for 5 s. */
  void awaitQuiet() {
    var last = new long[] {audit.mark(), System.nanoTime()};
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              var now = audit.mark();
              if (audit.between(last[0], now).total() > 0) {
                last[1] = System.nanoTime();
              }
              last[0] = now;
              return System.nanoTime() - last[1] > QUIET.toNanos();
            });
  }

  @Override
  public void close() {
    fleet.close();
    rest.close();
    clusters.close();
    client.close();
    plane.close();
  }
}
