package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user deletes a resource, or the whole namespace. */
class DeletionIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** A highly available job. */
  static final String EXAMPLE = "high-availability.yaml";

  @Test
  void nothing_is_left_of_the_highly_available_example_and_nothing_else_is_touched() {
    Example example = Example.read(EXAMPLE, namespace);
    example.apply();
    isDeleted(namespace.resource(example.deployment().name()));
  }

  @Test
  @Tag("full")
  void the_same_holds_for_flink_2_3() {
    isDeleted(namespace.apply(highlyAvailable("orders", FlinkVersion.V2_3)));
  }

  private void isDeleted(FlinkResource resource) {
    ConfigMap bystander = bystander(resource.name());
    resource.awaitRunning();
    assertThat(resource.children().highAvailability())
        .as("ConfigMaps of Flink's high availability")
        .isNotEmpty();

    resource.delete();

    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
    assertThat(Cluster.client().resource(bystander).get()).isNotNull();
  }

  @Test
  void a_namespace_with_a_job_that_is_coming_up_can_be_deleted() {
    FlinkResource resource = namespace.apply(Manifest.streaming("orders", FlinkVersion.V1_20));
    Patience.until("the JobManager is being made")
        .until(() -> !resource.children().jobManagers().isEmpty());

    Cluster.client().namespaces().withName(namespace.name()).delete();

    Patience.untilFlink("the namespace is gone")
        .until(() -> Cluster.client().namespaces().withName(namespace.name()).get() == null);
  }

  private static Manifest highlyAvailable(String name, FlinkVersion version) {
    return Manifest.streaming(name, version)
        .flinkConfig("high-availability.type", "kubernetes")
        .flinkConfig("high-availability.storageDir", "file:///tmp/ha")
        .flinkConfig("execution.checkpointing.interval", "5 s")
        .flinkConfig("execution.checkpointing.dir", "file:///tmp/checkpoints");
  }

  /** Of another user, with a name much like one of ours. */
  private ConfigMap bystander(String name) {
    return Cluster.client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name + "-2-cluster-config-map")
                .withNamespace(namespace.name())
                .addToLabels("app", name + "-2")
                .addToLabels("configmap-type", "high-availability")
                .endMetadata()
                .build())
        .create();
  }
}
