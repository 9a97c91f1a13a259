package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The one client all tests share; it acts as the cluster's administrator. */
public final class Cluster {
  private Cluster() {}

  private static final KubernetesClient CLIENT =
      new KubernetesClientBuilder().withConfig(config()).build();

  private static final KubernetesClient ONCE =
      new KubernetesClientBuilder().withConfig(askingOnce()).build();

  private static Config config() {
    Config config = Config.fromKubeconfig(Environment.get().kubeconfig().toFile());
    // On a machine whose cores are all busy an answer may take long.
    config.setRequestTimeout(60_000);
    return config;
  }

  private static Config askingOnce() {
    Config config = config();
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout(180_000);
    return config;
  }

  /**
   * A client that sends each request once: for what must not happen twice if an answer is lost, and
   * for questions that are asked again by who asks them.
   */
  static KubernetesClient once() {
    return ONCE;
  }

  public static KubernetesClient client() {
    return CLIENT;
  }
}
