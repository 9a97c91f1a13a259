package dev.flinkoperator.schema;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real API server with the CRDs applied, shared by all tests of a run and stopped at its end.
 */
final class ApiServer implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context);
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(ApiServer.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  /** The server while it runs, with ways to talk to it. */
  static final class Running implements AutoCloseable {
    private final KubeAPIServer server;
    private final List<String> kubectl;
    final KubernetesClient client;

    private Running(KubeAPIServer server, List<String> kubectl, KubernetesClient client) {
      this.server = server;
      this.kubectl = kubectl;
      this.client = client;
    }

    static Running start() {
      try {
        var programs = KubernetesPrograms.find();
        var server = new KubeAPIServer(programs.config());
        server.start();
        var config = server.getKubeConfigYaml();
        var running =
            new Running(
                server,
                kubectl(programs.kubectl(), config),
                new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(config)).build());
        running.applyCrds();
        return running;
      } catch (IOException e) {
        throw new IllegalStateException("no API server to test against", e);
      }
    }

    /** With a cache of its own: the one in the home directory could tell of an earlier server. */
    private static List<String> kubectl(Path program, String config) throws IOException {
      var folder = Files.createTempDirectory(Path.of("target"), "kubectl-");
      var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), config);
      return List.of(
          program.toString(),
          "--kubeconfig=" + kubeconfig,
          "--cache-dir=" + folder.resolve("cache"));
    }

    /** Applies them and waits until the server serves and explains every kind. */
    private void applyCrds() {
      for (var crd : Crd.values()) {
        kubectl("apply", "-f", crd.file.toString());
      }
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .until(
              () -> client.raw("/openapi/v3/apis/flink.apache.org/v1beta1"),
              explained ->
                  explained != null
                      && Stream.of(Crd.values())
                          .allMatch(crd -> explained.contains("/" + crd.singular + "s/")));
    }

    /** Runs kubectl and returns what it printed; fails with that when kubectl does. */
    String kubectl(String... arguments) {
      var command = new ArrayList<>(kubectl);
      command.addAll(List.of(arguments));
      try {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
          throw new AssertionError("kubectl " + String.join(" ", arguments) + "\n" + output);
        }
        return output;
      } catch (IOException e) {
        throw new IllegalStateException("kubectl cannot be run", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while kubectl ran", e);
      }
    }

    @Override
    public void close() {
      client.close();
      server.stop();
    }
  }
}
