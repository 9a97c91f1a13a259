package dev.flinkoperator.e2e.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One FlinkDeployment in the hands of a user: applied, edited, deleted, and read as JSON, so that
 * the tests see what every other reader sees.
 */
public final class FlinkResource implements Named {
  public static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("flink.apache.org")
          .withVersion("v1beta1")
          .withKind("FlinkDeployment")
          .withPlural("flinkdeployments")
          .withNamespaced(true)
          .build();

  public static final String API_VERSION = KIND.getGroup() + "/" + KIND.getVersion();

  private final String namespace;
  private final String name;

  public FlinkResource(String namespace, String name) {
    this.namespace = namespace;
    this.name = name;
  }

  /** Those that are on their way out, in any namespace. */
  public static List<String> beingDeleted() {
    return Cluster.client()
        .genericKubernetesResources(KIND)
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .filter(each -> each.getMetadata().getDeletionTimestamp() != null)
        .map(each -> each.getMetadata().getNamespace() + "/" + each.getMetadata().getName())
        .toList();
  }

  public String namespace() {
    return namespace;
  }

  @Override
  public String name() {
    return name;
  }

  public FlinkRestProbe flink() {
    return new FlinkRestProbe(namespace, name);
  }

  public Children children() {
    return new Children(namespace, name);
  }

  /** As {@code kubectl apply --server-side} does; the API server's refusal is thrown. */
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

  /** Past the user's manifest, as another program does. */
  void edit(UnaryOperator<GenericKubernetesResource> change) {
    handle().edit(change);
  }

  void writeStatus(JsonNode status) {
    GenericKubernetesResource whole = handle().require();
    whole.setAdditionalProperty("status", status);
    Cluster.client()
        .genericKubernetesResources(KIND)
        .inNamespace(namespace)
        .resource(whole)
        .updateStatus();
  }

  public void delete() {
    handle().delete();
  }

  /** The whole object; a missing node when it is not there. */
  public JsonNode json() {
    GenericKubernetesResource resource = handle().get();
    return resource == null
        ? MissingNode.getInstance()
        : Serialization.jsonMapper().valueToTree(resource);
  }

  /** The text at a JSON pointer below status; empty when there is none. */
  public String status(String pointer) {
    return json().at("/status" + pointer).asText();
  }

  public StatusView view() {
    return new StatusView(json());
  }

  /** Waits for Ready=True about the spec as it is now. */
  public StatusView awaitReady(String reason) {
    return await(
        "Ready for the reason " + reason,
        view -> view.isCurrent() && view.isTrue("Ready") && view.reason("Ready").equals(reason));
  }

  public StatusView awaitRunning() {
    StatusView view = awaitReady("JobRunning");
    assertThat(flink().runningJobs()).as("jobs RUNNING in Flink").hasSize(1);
    return view;
  }

  /**
   * Waits until the job runs again after something was done to its cluster. Flink is asked first:
   * the status may still say Ready from before, within the grace that spares it a flap.
   */
  public StatusView awaitRunningAgain() {
    Patience.untilFlink("the job of " + name + " runs in Flink")
        .untilAsserted(() -> assertThat(flink().jobsAtWork()).hasSize(1));
    return awaitRunning();
  }

  /** Waits for Stalled=True about the spec as it is now. */
  public StatusView awaitStalled(String reason) {
    return await(
        "Stalled for the reason " + reason,
        view ->
            view.isCurrent() && view.isTrue("Stalled") && view.reason("Stalled").equals(reason));
  }

  public StatusView await(String what, Predicate<StatusView> seen) {
    return Patience.untilFlink(name + " is " + what)
        .until(this::view, view -> view.exists() && seen.test(view));
  }

  public void awaitGone() {
    Patience.untilFlink(name + " is gone").until(() -> !view().exists());
  }

  private Resource<GenericKubernetesResource> handle() {
    return Cluster.client().genericKubernetesResources(KIND).inNamespace(namespace).withName(name);
  }
}
