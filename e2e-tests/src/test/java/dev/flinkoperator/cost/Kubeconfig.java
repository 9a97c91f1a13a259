package dev.flinkoperator.cost;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes and reads kubeconfig files with one user and one cluster. */
final class Kubeconfig {
  private Kubeconfig() {}

  static Path write(Path file, String server, Path authority, String token, String namespace)
      throws IOException {
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: cost
        contexts:
        - name: cost
          context: {cluster: cost, user: cost, namespace: %s}
        clusters:
        - name: cost
          cluster: {server: "%s", certificate-authority: "%s"}
        users:
        - name: cost
          user: {token: "%s"}
        """
            .formatted(namespace, server, authority, token));
  }

  static KubernetesClient client(Path kubeconfig) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }
}
