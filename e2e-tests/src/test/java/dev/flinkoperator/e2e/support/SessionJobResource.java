package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Predicate;

/** One FlinkSessionJob in the hands of a user. */
public record SessionJobResource(String namespace, String name) implements Named {
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("flink.apache.org")
          .withVersion("v1beta1")
          .withKind("FlinkSessionJob")
          .withPlural("flinksessionjobs")
          .withNamespaced(true)
          .build();

  /** As {@code kubectl apply --server-side} does. */
  public void apply(Manifest manifest) {
    Cluster.client()
        .genericKubernetesResources(KIND)
        .inNamespace(namespace)
        .resource(Serialization.unmarshal(manifest.json(), GenericKubernetesResource.class))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("user")
                .withForce(true)
                .build());
  }

  public void delete() {
    handle().delete();
  }

  public StatusView view() {
    GenericKubernetesResource resource = handle().get();
    return new StatusView(
        resource == null
            ? MissingNode.getInstance()
            : Serialization.jsonMapper().valueToTree(resource));
  }

  public StatusView await(String what, Predicate<StatusView> seen) {
    return Patience.untilFlink(name + " is " + what)
        .until(this::view, view -> view.exists() && seen.test(view));
  }

  /** Waits for Ready=True about the spec as it is now, and a job. */
  public StatusView awaitRunning() {
    return await(
        "Ready, and its job runs",
        view ->
            view.isCurrent()
                && view.isTrue("Ready")
                && view.text("/jobStatus/state").equals("RUNNING"));
  }

  public void awaitGone() {
    Patience.untilFlink(name + " is gone").until(() -> !view().exists());
  }

  private Resource<GenericKubernetesResource> handle() {
    return Cluster.client().genericKubernetesResources(KIND).inNamespace(namespace).withName(name);
  }
}
