package dev.flinkoperator.testing;

import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Our CRDs, and Kubernetes' own garbage collector, so that owners and foreground deletion mean what
 * they mean on a cluster. Started once for all tests of this run.
 */
public final class GarbageCollector implements AutoCloseable {

  private static final List<Path> CRDS =
      List.of(
          Path.of("../schema/flinkdeployments.flink.apache.org-v1.yml"),
          Path.of("../schema/flinksessionjobs.flink.apache.org-v1.yml"),
          Path.of("../schema/flinkstatesnapshots.flink.apache.org-v1.yml"));
  private static final Duration SERVED = Duration.ofMinutes(3);
  private static final long STOP_SECONDS = 10;

  private final Process process;

  private GarbageCollector(Process process) {
    this.process = process;
  }

  /** Returns when the CRDs are served. */
  public static void ensure(ExtensionContext context) {
    ApiServer.Running cluster = ApiServer.running(context);
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(GarbageCollector.class))
        .getOrComputeIfAbsent(
            GarbageCollector.class, key -> start(cluster), GarbageCollector.class);
  }

  /**
   * The collector looks for new kinds every 30 seconds only, so the CRDs have to be there first.
   */
  private static GarbageCollector start(ApiServer.Running cluster) {
    applyCrd(cluster.client());
    try {
      var folder = cluster.auditLog().resolveSibling("garbage-collector");
      Files.createDirectories(folder);
      var kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, cluster.server().getKubeConfigYaml());
      return new GarbageCollector(
          new ProcessBuilder(
                  List.of(
                      cluster.programs().resolve("kube-controller-manager").toString(),
                      "--kubeconfig=" + kubeconfig,
                      "--controllers=garbage-collector-controller",
                      "--leader-elect=false",
                      "--secure-port=0"))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void applyCrd(KubernetesClient client) {
    for (Path file : CRDS) {
      var crd = client.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item();
      client.resource(crd).forceConflicts().serverSideApply();
    }
    served(client, FlinkDeployment.class);
    served(client, FlinkSessionJob.class);
    served(client, FlinkStateSnapshot.class);
  }

  private static <R extends HasMetadata> void served(KubernetesClient client, Class<R> kind) {
    await()
        .atMost(SERVED)
        .ignoreExceptions()
        .until(() -> client.resources(kind).inAnyNamespace().list() != null);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
