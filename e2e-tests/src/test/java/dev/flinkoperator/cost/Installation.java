package dev.flinkoperator.cost;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The operator as its users install it, but for the pod, which is a process here.
 *
 * @param kubeconfig for the operator's service account, so that its role is what it may do
 * @param memoryLimit of the operator's container, in bytes
 */
record Installation(Path kubeconfig, long memoryLimit) {
  private static final String NAME = "flink-operator";

  /** As the API server names the operator's service account. */
  static final String USER = "system:serviceaccount:" + NAME + ":" + NAME;

  private static final long TOKEN_SECONDS = 4 * 3600;

  /** Applies CRDs, roles and all else of kustomize/, and makes the namespace of the jobs. */
  static Installation into(ControlPlane plane, Checkout checkout, Path binaries)
      throws IOException {
    var kubectl = binaries.resolve("kubectl").toString();
    var admin = "--kubeconfig=" + plane.adminKubeconfig();
    Programs.run(
        List.of(kubectl, admin, "apply", "--server-side", "-f", "-"), checkout.manifests(binaries));
    try (var client = plane.admin()) {
      awaitCrds(client);
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(Fleet.NAMESPACE)
                  .endMetadata()
                  .build())
          .create();
      return new Installation(
          plane.kubeconfig("operator", token(client), NAME), memoryLimit(client));
    }
  }

  private static void awaitCrds(KubernetesClient client) {
    var crds = client.apiextensions().v1().customResourceDefinitions();
    for (var crd : crds.list().getItems()) {
      crds.resource(crd)
          .waitUntilCondition(
              now ->
                  now != null
                      && now.getStatus() != null
                      && now.getStatus().getConditions() != null
                      && now.getStatus().getConditions().stream()
                          .anyMatch(
                              condition ->
                                  condition.getType().equals("Established")
                                      && condition.getStatus().equals("True")),
              6,
              TimeUnit.MINUTES);
    }
  }

  private static String token(KubernetesClient client) {
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .endSpec()
            .build();
    return client
        .serviceAccounts()
        .inNamespace(NAME)
        .withName(NAME)
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private static long memoryLimit(KubernetesClient client) {
    var deployment =
        Objects.requireNonNull(
            client.apps().deployments().inNamespace(NAME).withName(NAME).get(),
            "kustomize/ has no Deployment " + NAME);
    var containers = deployment.getSpec().getTemplate().getSpec().getContainers();
    return Quantity.getAmountInBytes(containers.get(0).getResources().getLimits().get("memory"))
        .longValue();
  }
}
