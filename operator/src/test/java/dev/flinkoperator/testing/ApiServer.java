package dev.flinkoperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real kube-apiserver and etcd, nothing else of Kubernetes, started once for all tests of this
 * run. Tests get a {@link KubernetesClient} or {@link Kubectl} as a parameter.
 *
 * <p>The programs are those of {@code e2e-tests/cluster/cluster.sh binaries}, which builds them
 * when they are missing.
 */
public final class ApiServer implements ParameterResolver {

  private static final Path SCRIPT = Path.of("..", "e2e-tests", "cluster", "cluster.sh");

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == KubernetesClient.class || type == Kubectl.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var running =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(ApiServer.class))
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
    return parameter.getParameter().getType() == Kubectl.class ? running.kubectl : running.client;
  }

  private record Running(KubeAPIServer server, KubernetesClient client, Kubectl kubectl)
      implements AutoCloseable {

    static Running start() {
      var folder = binaries();
      var config =
          KubeAPIServerConfigBuilder.anAPIServerConfig()
              .withTestDir(folder.resolve("../..").normalize().toString())
              .withApiServerVersion(folder.getFileName().toString().replaceFirst("-.*", ""))
              .withOfflineMode(true)
              .build();
      var server = new KubeAPIServer(config);
      server.start();
      var client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
              .build();
      return new Running(server, client, new Kubectl(folder, server.getKubeConfigYaml()));
    }

    @Override
    public void close() {
      client.close();
      server.stop();
    }

    private static Path binaries() {
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
