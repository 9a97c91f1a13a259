package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The one client all tests share; it acts as the cluster's administrator. */
public final class Cluster {
  private Cluster() {}

  private static final KubernetesClient CLIENT =
      new KubernetesClientBuilder().withConfig(config()).build();

  private static Config config() {
    Config config = Config.fromKubeconfig(Environment.get().kubeconfig().toFile());
    // On a machine whose cores are all busy an answer may take long.
    config.setRequestTimeout(60_000);
    return config;
  }

  public static KubernetesClient client() {
    return CLIENT;
  }
}
