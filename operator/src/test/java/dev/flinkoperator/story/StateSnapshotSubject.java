package dev.flinkoperator.story;

import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A FlinkStateSnapshot of a story, as its user sees it. */
final class StateSnapshotSubject {

  private static final String MANIFEST =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata:
        namespace: %s
        name: %s
      spec: %s
      """;

  private final Stage stage;
  private final String namespace;
  private final String name;

  StateSnapshotSubject(Stage stage, String namespace, String name) {
    this.stage = stage;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * @param spec YAML in one line
   */
  StateSnapshotSubject create(String spec) {
    stage.client().resource(MANIFEST.formatted(namespace, name, spec)).create();
    return this;
  }

  StateSnapshotSubject savepointOf(String deployment) {
    return create(
        "{jobReference: {kind: FlinkDeployment, name: %s}, savepoint: {}}".formatted(deployment));
  }

  void delete() {
    resource().delete();
  }

  void awaitGone() {
    await().alias(name + " is gone").atMost(Subject.SOON).until(() -> resource().get() == null);
  }

  FlinkStateSnapshot get() {
    return Objects.requireNonNull(resource().get(), name + " is gone");
  }

  /** Reason and message of each. */
  List<String> events() {
    return stage
        .client()
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .map(event -> event.getReason() + " " + event.getMessage())
        .toList();
  }

  /** The very status that has it. */
  FlinkStateSnapshotStatus awaitCondition(String type, String reason) {
    AtomicReference<FlinkStateSnapshotStatus> met = new AtomicReference<>();
    await()
        .alias(name + ": " + type + " " + reason)
        .atMost(Subject.SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              FlinkStateSnapshotStatus status = get().getStatus();
              if (status == null
                  || status.getConditions() == null
                  || status.getConditions().stream()
                      .noneMatch(
                          c ->
                              type.equals(c.getType())
                                  && "True".equals(c.getStatus())
                                  && reason.equals(c.getReason()))) {
                throw new AssertionError(reason + " expected of " + Serialization.asJson(status));
              }
              met.set(status);
            });
    return Objects.requireNonNull(met.get());
  }

  Resource<FlinkStateSnapshot> resource() {
    return stage.client().resources(FlinkStateSnapshot.class).inNamespace(namespace).withName(name);
  }
}
