package dev.flinkoperator.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the API server can list a kind. For a moment after its CRD was applied, or after the
 * API server was started, it answers "storage is (re)initializing" (429): an operator that is
 * installed together with its CRDs must not end because of that.
 *
 * @param patience after which the watches may try, and say what is wrong
 */
record ListableKinds(KubernetesClient client, Duration patience) {

  private static final Logger LOG = LoggerFactory.getLogger(ListableKinds.class);
  private static final long PAUSE_MILLIS = 500;

  /**
   * From the server's cache, as the watches read; of a name that nothing has, so it costs little.
   */
  private static final ListOptions NOTHING =
      new ListOptionsBuilder()
          .withResourceVersion("0")
          .withFieldSelector("metadata.name=.")
          .build();

  ListableKinds(KubernetesClient client) {
    this(client, Duration.ofMinutes(1));
  }

  /**
   * Returns also when it stays impossible, or when the answer is one that waiting does not change,
   * as a missing permission.
   *
   * @param namespaces that will be watched; empty for all
   */
  void await(Class<? extends HasMetadata> kind, Set<String> namespaces) {
    long end = System.nanoTime() + patience.toNanos();
    for (KubernetesClientException refusal = list(kind, namespaces);
        refusal != null && passes(refusal) && System.nanoTime() < end;
        refusal = list(kind, namespaces)) {
      LOG.info("Waiting for the API server: {}", refusal.getMessage());
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean passes(KubernetesClientException refusal) {
    return refusal.getCode() == 429 || refusal.getCode() >= 500;
  }

  private @Nullable KubernetesClientException list(
      Class<? extends HasMetadata> kind, Set<String> namespaces) {
    try {
      if (namespaces.isEmpty()) {
        client.resources(kind).inAnyNamespace().list(NOTHING);
      }
      namespaces.forEach(each -> client.resources(kind).inNamespace(each).list(NOTHING));
      return null;
    } catch (KubernetesClientException e) {
      return e;
    }
  }
}
