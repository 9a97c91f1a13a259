package dev.flinkoperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real kube-apiserver and etcd, nothing else of Kubernetes, started once for all tests of this
 * run. Tests get a {@link KubernetesClient}, a {@link Kubectl} or all of it as a parameter.
 *
 * <p>The programs are those of {@code e2e-tests/cluster/cluster.sh binaries}, which builds them
 * when they are missing.
 */
public final class ApiServer implements ParameterResolver {

  private static final Path SCRIPT = Path.of("..", "e2e-tests", "cluster", "cluster.sh");

  private static final int SLOW_MACHINE_MILLIS = 60_000;
  private static final int SLOWEST_START_MILLIS = 300_000;
  private static final int MOST_STARTS = 3;

  private static final String AUDIT_POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
        verbs: [create, update, patch, delete, deletecollection]
      - level: None
      """;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == KubernetesClient.class || type == Kubectl.class || type == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var running = running(context);
    var type = parameter.getParameter().getType();
    return type == Running.class
        ? running
        : type == Kubectl.class ? running.kubectl : running.client;
  }

  /** The one of this run; started when it is first asked for. */
  public static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ApiServer.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  /**
   * An API server that runs.
   *
   * @param programs folder with the other programs of Kubernetes
   * @param client of somebody who may do everything
   * @param kubectl of the same
   * @param auditLog one JSON object a line for every write
   */
  public record Running(
      KubeAPIServer server, Path programs, KubernetesClient client, Kubectl kubectl, Path auditLog)
      implements AutoCloseable {

    static Running start() {
      var folder = built();
      var scratch = scratch();
      var auditLog = scratch.resolve("audit.log");
      var config =
          KubeAPIServerConfigBuilder.anAPIServerConfig()
              .withTestDir(folder.resolve("../..").normalize().toString())
              .withApiServerVersion(folder.getFileName().toString().replaceFirst("-.*", ""))
              .withOfflineMode(true)
              .withStartupTimeout(SLOWEST_START_MILLIS)
              .withApiServerFlags(
                  List.of(
                      "--audit-policy-file=" + scratch.resolve("audit-policy.yaml"),
                      "--audit-log-path=" + auditLog))
              .build();
      var server = started(config);
      var access = Config.fromKubeconfig(server.getKubeConfigYaml());
      access.setRequestTimeout(SLOW_MACHINE_MILLIS);
      var client = new KubernetesClientBuilder().withConfig(access).build();
      return new Running(
          server, folder, client, new Kubectl(folder, server.getKubeConfigYaml()), auditLog);
    }

    /**
     * Its ports are looked for first and taken a moment later: somebody else may have taken one in
     * between, and then it ends at once. With others it starts.
     */
    private static KubeAPIServer started(KubeAPIServerConfig config) {
      for (int attempt = 1; ; attempt++) {
        var server = new KubeAPIServer(config);
        try {
          server.start();
          return server;
        } catch (KubeAPITestException e) {
          System.err.println("API server, attempt " + attempt + ": " + e.getMessage());
          stopped(server, e);
          if (attempt == MOST_STARTS) {
            throw e;
          }
        }
      }
    }

    private static void stopped(KubeAPIServer halfStarted, KubeAPITestException cause) {
      try {
        halfStarted.stop();
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }

    @Override
    public void close() {
      client.close();
      server.stop();
    }

    private static Path scratch() {
      try {
        // In the build's folder, where it can be looked into afterwards and goes with a clean one.
        var target = Files.createDirectories(Path.of("target"));
        var folder = Files.createTempDirectory(target, "api-server-").toAbsolutePath();
        Files.writeString(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Path built() {
      try {
        var script = new ProcessBuilder(SCRIPT.toString(), "binaries");
        script.redirectError(ProcessBuilder.Redirect.INHERIT);
        var process = script.start();
        var lines = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() != 0) {
          throw new IllegalStateException(SCRIPT + " binaries failed: " + lines);
        }
        return Path.of(lines.substring(lines.lastIndexOf('\n') + 1));
      } catch (IOException e) {
        throw new IllegalStateException(SCRIPT + " can't be run", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
