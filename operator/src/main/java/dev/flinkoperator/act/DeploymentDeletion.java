package dev.flinkoperator.act;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a Deployment in the foreground, so that it is seen until its pods, the TaskManagers' too,
 * are gone; only the one that was meant, so that a stale cache cannot end a newer cluster.
 */
final class DeploymentDeletion {

  private final KubernetesClient client;

  DeploymentDeletion(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param resourceVersion null: in whatever state it is
   * @return false if there is none any more, or another one, or not in this state
   * @throws KubernetesClientException if the API server refuses for another reason
   */
  boolean delete(ObjectMeta resource, String uid, @Nullable String resourceVersion) {
    DeleteOptions options =
        new DeleteOptionsBuilder()
            .withApiVersion("v1")
            .withKind("DeleteOptions")
            .withPropagationPolicy("Foreground")
            .withNewPreconditions()
            .withUid(uid)
            .withResourceVersion(resourceVersion)
            .endPreconditions()
            .build();
    String path =
        "/apis/apps/v1/namespaces/"
            + resource.getNamespace()
            + "/deployments/"
            + resource.getName();
    try {
      client.raw(path, "DELETE", options);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return false;
    }
  }
}
