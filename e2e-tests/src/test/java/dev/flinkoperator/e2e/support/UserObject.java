package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** A FlinkSessionJob or a FlinkStateSnapshot in the hands of a user. */
public record UserObject(ResourceDefinitionContext kind, String namespace, String name)
    implements Named {

  public static UserObject sessionJob(String namespace, String name) {
    return new UserObject(kind("FlinkSessionJob"), namespace, name);
  }

  public static UserObject stateSnapshot(String namespace, String name) {
    return new UserObject(kind("FlinkStateSnapshot"), namespace, name);
  }

  /** Those that have these labels. */
  public static List<UserObject> stateSnapshots(String namespace, Map<String, String> labels) {
    return Cluster.client()
        .genericKubernetesResources(kind("FlinkStateSnapshot"))
        .inNamespace(namespace)
        .withLabels(labels)
        .list()
        .getItems()
        .stream()
        .map(found -> stateSnapshot(namespace, found.getMetadata().getName()))
        .toList();
  }

  private static ResourceDefinitionContext kind(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("flink.apache.org")
        .withVersion("v1beta1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  /** As {@code kubectl apply --server-side} does. */
  public void apply(Manifest manifest) {
    Cluster.client()
        .genericKubernetesResources(kind)
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

  /** Waits for Ready=True about the spec as it is now. */
  public StatusView awaitReady() {
    return await("Ready", view -> view.isCurrent() && view.isTrue("Ready"));
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
    return Cluster.client().genericKubernetesResources(kind).inNamespace(namespace).withName(name);
  }
}
