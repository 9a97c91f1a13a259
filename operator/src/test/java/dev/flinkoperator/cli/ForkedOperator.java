package dev.flinkoperator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.testing.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator as a process of its own, started by its command line as in the image. */
final class ForkedOperator implements AutoCloseable {

  private static final Duration SOON = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;

  private ForkedOperator(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param name of the pod it believes to be, which is who holds the lease
   * @param settings as in the operator's configuration file
   */
  static ForkedOperator start(
      ApiServer.Running cluster, String namespace, String name, Map<String, String> settings) {
    try {
      Path folder = Files.createTempDirectory("operator-" + name + "-");
      Path kubeconfig =
          Files.writeString(folder.resolve("kubeconfig"), cluster.server().getKubeConfigYaml());
      StringBuilder yaml = new StringBuilder();
      settings.forEach((key, value) -> yaml.append(key + ": \"" + value + "\"\n"));
      Path config = Files.writeString(folder.resolve("config.yaml"), yaml);
      Path log = folder.resolve("log");
      ProcessBuilder builder =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      Main.class.getName(),
                      "run",
                      "--config=" + config))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "KUBECONFIG", kubeconfig.toString(),
                  "HOSTNAME", name,
                  "POD_NAMESPACE", namespace));
      return new ForkedOperator(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has logged so far. */
  String log() {
    try {
      return Files.readString(log, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has logged this. */
  void awaitLogged(String text) {
    await().atMost(SOON).until(() -> log().contains(text) || !process.isAlive());
    assertThat(log()).contains(text);
  }

  /** As the kubelet does when the pod is deleted: SIGTERM. */
  void isToldToEnd() {
    process.destroy();
  }

  /**
   * Waits for its end.
   *
   * @return the exit code
   */
  int awaitEnd() {
    try {
      if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
