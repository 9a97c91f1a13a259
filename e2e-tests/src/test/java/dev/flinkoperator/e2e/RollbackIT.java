package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An edit that does not come up is taken back by the operator, if the user allows it. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE - 3)
class RollbackIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  /** As last known to run. */
  private static final Map<FlinkVersion, Manifest> MANIFESTS = new EnumMap<>(FlinkVersion.class);

  private final FlinkVersion version;
  private final Journey journey = Journey.in(namespace);
  private final Manifest manifest;
  private final FlinkResource resource;

  RollbackIT(FlinkVersion version) {
    this.version = version;
    manifest =
        MANIFESTS.computeIfAbsent(
            version,
            any ->
                journey
                    .highlyAvailable(any.in("orders"), any)
                    .set("/spec/job/upgradeMode", "last-state")
                    .flinkConfig("kubernetes.operator.deployment.rollback.enabled", "true"));
    resource = namespace.resource(manifest.name());
  }

  @Test
  @Order(1)
  void a_broken_image_is_taken_back_and_the_job_goes_on_from_the_last_checkpoint() {
    resource.apply(manifest);
    resource.awaitRunning();

    rollsBack(manifest.copy().set("/spec/image", "registry.invalid/no/such-flink:0"));
  }

  @Test
  @Tag("full")
  @Order(2)
  void a_broken_jar_is_taken_back_and_the_job_goes_on_from_the_last_checkpoint() {
    rollsBack(
        manifest
            .copy()
            .set("/spec/job/args", List.of("--directory", "/journey", "--fail-at-start")));
  }

  @Test
  @Tag("full")
  @Order(3)
  void a_good_edit_after_that_is_carried_out() {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);

    resource.apply(manifest.set("/spec/job/parallelism", 1));

    resource.awaitRunning();
    assertThat(resource.flink().parallelism(resource.flink().onlyJob().id())).isEqualTo(1);
    journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
  }

  /** Where the state is, only the operator knows. */
  @Test
  @Tag("full")
  @Order(4)
  void without_high_availability_a_broken_image_is_taken_back_too() {
    Manifest plain =
        journey
            .manifest(version.in("plain"), version)
            .set("/spec/job/upgradeMode", "last-state")
            .flinkConfig("state.checkpoints.num-retained", "20")
            .flinkConfig("kubernetes.operator.deployment.rollback.enabled", "true");
    FlinkResource unaided = namespace.apply(plain);
    unaided.awaitRunning();

    rollsBack(unaided, plain.copy().set("/spec/image", "registry.invalid/no/such-flink:0"));
  }

  private void rollsBack(Manifest broken) {
    rollsBack(resource, broken);
  }

  private void rollsBack(FlinkResource resource, Manifest broken) {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(
          broken.flinkConfig("kubernetes.operator.deployment.readiness.timeout", "20 s"));

      StatusView view =
          resource.await(
              "rolled back and RUNNING",
              seen ->
                  seen.isCurrent()
                      && seen.text("/reconciliationStatus/state").equals("ROLLED_BACK")
                      && seen.isTrue("Running"));
      assertThat(view.reason("Stalled")).isEqualTo("RolledBack");
      assertThat(view.isTrue("Ready")).isFalse();
      assertThat(view.text("/lifecycleState")).isEqualTo("ROLLED_BACK");
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      assertThat(resource.flink().version()).startsWith(version.reportedPrefix());
      pods.assertOneClusterAtATime();
    }
  }
}
