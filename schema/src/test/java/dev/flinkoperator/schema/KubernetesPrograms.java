package dev.flinkoperator.schema;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where kube-apiserver, etcd and kubectl come from: the ones the end-to-end tests build from Go
 * modules, else, where Go is missing, the ones kube-api-test downloads.
 */
final class KubernetesPrograms {
  private static final Path SCRIPT =
      Crd.FOLDER.resolveSibling("e2e-tests").resolve("cluster").resolve("cluster.sh");
  private static final int SLOWEST_START_MILLIS = 300_000;
  private static final Path DOWNLOADS = Path.of(System.getProperty("user.home"), ".kubeapitest");

  /** A folder of the form {@code TEST_DIR/k8s/VERSION-OS-ARCHITECTURE}, empty to download. */
  private final Optional<Path> built;

  private KubernetesPrograms(Optional<Path> built) {
    this.built = built;
  }

  static KubernetesPrograms find() {
    return new KubernetesPrograms(build());
  }

  KubeAPIServerConfig config() {
    var config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withUpdateKubeConfig(false)
            .withStartupTimeout(SLOWEST_START_MILLIS);
    built.ifPresent(
        folder ->
            config
                .withOfflineMode(true)
                .withTestDir(folder.resolve("../..").normalize().toString()));
    return config.build();
  }

  /** kubectl of the same version as the API server; only after that one was started once. */
  Path kubectl() throws IOException {
    if (built.isPresent()) {
      return built.get().resolve("kubectl");
    }
    try (var versions = Files.list(DOWNLOADS.resolve("k8s"))) {
      return versions
          .map(version -> version.resolve("kubectl"))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("no kubectl below " + DOWNLOADS));
    }
  }

  private static Optional<Path> build() {
    try {
      var process =
          new ProcessBuilder(List.of("bash", SCRIPT.toString(), "binaries"))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        return Optional.empty();
      }
      return output.lines().reduce((first, last) -> last).map(Path::of);
    } catch (IOException noShell) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
