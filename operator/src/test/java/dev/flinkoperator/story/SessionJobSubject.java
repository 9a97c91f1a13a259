package dev.flinkoperator.story;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A FlinkSessionJob of a story, as its user sees and edits it. */
final class SessionJobSubject {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MINIMAL =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata:
        namespace: %s
        name: %s
      spec:
        deploymentName: session
        job:
          jarURI: local:///opt/flink/examples/streaming/StateMachineExample.jar
          entryClass: org.apache.flink.streaming.examples.statemachine.StateMachineExample
          parallelism: 2
          upgradeMode: stateless
      """;

  final String name;
  private final Stage stage;
  private final String namespace;

  SessionJobSubject(Stage stage, String namespace, String name) {
    this.stage = stage;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * @param further YAML laid over the smallest manifest
   */
  SessionJobSubject create(String further) {
    JsonNode manifest = parse(MINIMAL.formatted(namespace, name));
    try {
      JSON.readerForUpdating(manifest).readValue(parse(further));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stage.client().resource(manifest.toString()).create();
    return this;
  }

  SessionJobSubject on(String cluster, String mode) {
    return create("spec: {deploymentName: %s, job: {upgradeMode: %s}}".formatted(cluster, mode));
  }

  void edit(String mergePatch) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), parse(mergePatch).toString());
  }

  void delete() {
    resource().delete();
  }

  Resource<FlinkSessionJob> resource() {
    return stage.client().resources(FlinkSessionJob.class).inNamespace(namespace).withName(name);
  }

  FlinkSessionJobStatus status() {
    FlinkSessionJob present = Objects.requireNonNull(resource().get(), name + " is gone");
    return Objects.requireNonNull(present.getStatus(), name + " has no status");
  }

  String jobId() {
    return status().getJobStatus().getJobId();
  }

  boolean exists() {
    return resource().get() != null;
  }

  void awaitGone() {
    await().alias(name + " is gone").atMost(Subject.SOON).until(() -> !exists());
  }

  /** The very status that passed the test. */
  FlinkSessionJobStatus awaitStatus(String what, Predicate<FlinkSessionJobStatus> test) {
    AtomicReference<FlinkSessionJobStatus> passed = new AtomicReference<>();
    await()
        .alias(what)
        .atMost(Subject.SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              FlinkSessionJobStatus status = status();
              if (!test.test(status)) {
                throw new AssertionError(what + " expected of " + Serialization.asJson(status));
              }
              passed.set(status);
            });
    return Objects.requireNonNull(passed.get());
  }

  /** Of the spec as it is now. */
  FlinkSessionJobStatus awaitReady(String reason) {
    return awaitCondition("Ready", reason);
  }

  FlinkSessionJobStatus awaitReconciling(String reason) {
    return awaitCondition("Reconciling", reason);
  }

  FlinkSessionJobStatus awaitStalled(String reason) {
    return awaitCondition("Stalled", reason);
  }

  private FlinkSessionJobStatus awaitCondition(String type, String reason) {
    Long generation = resource().get().getMetadata().getGeneration();
    return awaitStatus(
        type + " " + reason,
        status ->
            status.getConditions() != null
                && status.getConditions().stream()
                    .anyMatch(
                        c ->
                            type.equals(c.getType())
                                && "True".equals(c.getStatus())
                                && reason.equals(c.getReason())
                                && c.getObservedGeneration() >= generation));
  }

  static String message(FlinkSessionJobStatus status) {
    return status.getConditions().stream()
        .filter(c -> "Ready".equals(c.getType()))
        .map(Condition::getMessage)
        .findFirst()
        .orElse("");
  }

  private static JsonNode parse(String yaml) {
    return Serialization.unmarshal(yaml, JsonNode.class);
  }
}
