package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The operator, running on this machine as the service account it has in a cluster. */
final class OperatorProcess implements AutoCloseable {
  private final ChildProcess process;
  private final URI ready;

  private OperatorProcess(ChildProcess process, URI ready) {
    this.process = process;
    this.ready = ready;
  }

  /**
   * Returns at once.
   *
   * @param pod the name of the pod it takes itself to be in, which is also the name under which it
   *     holds the lease
   */
  static OperatorProcess start(
      List<String> command, Path kubeconfig, String addressTemplate, String pod, Path log) {
    var health = Ports.free();
    var env =
        Map.of(
            "KUBECONFIG",
            kubeconfig.toString(),
            "HOSTNAME",
            pod,
            "POD_NAME",
            pod,
            "POD_NAMESPACE",
            "flink-operator",
            "KUBERNETES_OPERATOR_FLINK_REST_ADDRESS_TEMPLATE",
            addressTemplate,
            "KUBERNETES_OPERATOR_HEALTH_PROBE_PORT",
            Integer.toString(health),
            "KUBERNETES_OPERATOR_METRICS_PORT",
            Integer.toString(Ports.free()));
    return new OperatorProcess(
        ChildProcess.start(command, env, log),
        URI.create("http://127.0.0.1:" + health + "/readyz"));
  }

  void awaitReady() {
    await()
        .atMost(Duration.ofMinutes(6))
        .until(
            () -> {
              process.mustRun();
              return isReady();
            });
  }

  ProcessFigures figures() {
    process.mustRun();
    return ProcessFigures.of(process.pid());
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }

  private boolean isReady() throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
