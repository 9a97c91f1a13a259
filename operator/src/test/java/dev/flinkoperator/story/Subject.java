package dev.flinkoperator.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A FlinkDeployment of a story, as its user sees and edits it. */
final class Subject {

  /** Only a failure takes that long, on a slow machine too. */
  static final Duration SOON = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MINIMAL =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata:
        namespace: %s
        name: %s
      spec:
        image: flink:1.20
        flinkVersion: v1_20
        serviceAccount: flink
        flinkConfiguration:
          taskmanager.numberOfTaskSlots: "2"
        jobManager:
          resource: {memory: 2048m, cpu: 0.5}
        taskManager:
          resource: {memory: 2048m, cpu: 0.5}
        job:
          jarURI: local:///opt/flink/examples/streaming/StateMachineExample.jar
          parallelism: 2
          upgradeMode: stateless
      """;

  final Stage stage;
  final String namespace;
  final String name;

  Subject(Stage stage, String namespace, String name) {
    this.stage = stage;
    this.namespace = namespace;
    this.name = name;
  }

  Subject create() {
    return create("{}");
  }

  /**
   * @param further YAML laid over the smallest manifest
   */
  Subject create(String further) {
    JsonNode manifest = parse(MINIMAL.formatted(namespace, name));
    try {
      JSON.readerForUpdating(manifest).readValue(parse(further));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client().resource(manifest.toString()).create();
    return this;
  }

  /** Creates it and plays nodes and Flink until it is Ready. */
  Subject createdAndRunning(String further) {
    create(further);
    return comesUp();
  }

  Subject createdAndRunning() {
    return createdAndRunning("{}");
  }

  /**
   * Plays nodes and Flink until the resource is Ready: for whichever JobManager there is, as one of
   * a former spec may only be about to go.
   */
  Subject comesUp() {
    ground().awaitJobManager();
    ground().comesUp();
    awaitCondition("Ready", "True", "JobRunning", ground()::comesUp);
    return this;
  }

  /**
   * A user's edit.
   *
   * @param mergePatch YAML
   */
  void edit(String mergePatch) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), parse(mergePatch).toString());
  }

  void delete() {
    resource().delete();
  }

  /** Nodes and Flink for it. */
  Ground ground() {
    return new Ground(this);
  }

  Resource<FlinkDeployment> resource() {
    return client().resources(FlinkDeployment.class).inNamespace(namespace).withName(name);
  }

  FlinkDeployment get() {
    return Objects.requireNonNull(resource().get(), name + " is gone");
  }

  boolean exists() {
    return resource().get() != null;
  }

  FlinkDeploymentStatus status() {
    return Objects.requireNonNull(get().getStatus(), name + " has no status");
  }

  String jobId() {
    return status().getJobStatus().getJobId();
  }

  String revision() {
    return Objects.requireNonNull(status().getRevision());
  }

  /** Oldest first. */
  List<ControllerRevision> revisions() {
    return client()
        .apps()
        .controllerRevisions()
        .inNamespace(namespace)
        .withLabel("flinkoperator.dev/deployment", name)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(ControllerRevision::getRevision))
        .toList();
  }

  /** Null if the status has none of this type. */
  @Nullable Condition condition(String type) {
    return condition(get().getStatus(), type);
  }

  static @Nullable Condition condition(@Nullable FlinkDeploymentStatus status, String type) {
    return status == null || status.getConditions() == null
        ? null
        : status.getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst()
            .orElse(null);
  }

  Condition awaitReady(String reason) {
    return awaitCondition("Ready", "True", reason);
  }

  Condition awaitStalled(String reason) {
    return awaitCondition("Stalled", "True", reason);
  }

  Condition awaitReconciling(String reason) {
    return awaitCondition("Reconciling", "True", reason);
  }

  void awaitLifecycle(String lifecycle) {
    awaitStatus(lifecycle, s -> lifecycle.equals(s.getLifecycleState()));
  }

  void awaitGone() {
    await().alias(name + " is gone").atMost(SOON).until(() -> !exists());
  }

  /** The very status that passed the test; the next one may be another. */
  FlinkDeploymentStatus awaitStatus(String what, Predicate<FlinkDeploymentStatus> test) {
    AtomicReference<FlinkDeploymentStatus> passed = new AtomicReference<>();
    await()
        .alias(what)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              FlinkDeploymentStatus status = get().getStatus();
              if (status == null || !test.test(status)) {
                throw new AssertionError(what + " expected of " + Serialization.asJson(status));
              }
              passed.set(status);
            });
    return Objects.requireNonNull(passed.get());
  }

  /**
   * Of the spec as it is now, not of an older one; the very condition that was awaited, as the next
   * pass may say another thing in between (what is refused is seen only when it is tried).
   */
  private Condition awaitCondition(String type, String value, String reason) {
    return awaitCondition(type, value, reason, () -> {});
  }

  /**
   * @param meanwhile done after each look in vain
   */
  private Condition awaitCondition(String type, String value, String reason, Runnable meanwhile) {
    AtomicReference<Condition> met = new AtomicReference<>();
    Long generation = get().getMetadata().getGeneration();
    awaitStatus(
        type + " " + value + " " + reason,
        status -> {
          Condition c = condition(status, type);
          met.set(c);
          boolean is =
              c != null
                  && value.equals(c.getStatus())
                  && reason.equals(c.getReason())
                  && generation.equals(c.getObservedGeneration());
          if (!is) {
            meanwhile.run();
          }
          return is;
        });
    return Objects.requireNonNull(met.get());
  }

  KubernetesClient client() {
    return stage.client();
  }

  private static JsonNode parse(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }
}
