package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Harm;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UpgradeTimes;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a highly available job with {@code upgradeMode: last-state}, in order. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(2)
class LastStateUpgradeIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  /** As last applied. */
  private static final Map<FlinkVersion, Manifest> MANIFESTS = new EnumMap<>(FlinkVersion.class);

  private final FlinkVersion version;
  private final Journey journey = Journey.in(namespace);
  private final Manifest manifest;
  private final FlinkResource resource;

  LastStateUpgradeIT(FlinkVersion version) {
    this.version = version;
    manifest =
        MANIFESTS.computeIfAbsent(
            version,
            any ->
                journey
                    .highlyAvailable(any.in("orders"), any)
                    .set("/spec/job/upgradeMode", "last-state"));
    resource = namespace.resource(manifest.name());
  }

  @Test
  @Order(1)
  void a_job_begins_from_empty() {
    resource.apply(manifest);

    resource.awaitRunning();
    Diary diary = journey.awaitCheckpoint(resource, Diary.EMPTY);
    diary.assertWhole();
    assertThat(diary.attempts()).hasSize(1);
  }

  static Stream<Harm> harms() {
    return Harm.usually(Harm.POD_KILLED, Harm.DEPLOYMENT_DELETED)
        .filter(harm -> harm != Harm.CONTAINER_DIES);
  }

  /** Nobody edits anything: the same job, under the same id. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("harms")
  @Order(2)
  void after_any_harm_it_goes_on_from_the_last_checkpoint(Harm harm) {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    String jobManager = resource.children().jobManager().getMetadata().getUid();

    harm.to(resource);

    Patience.untilFlink("another JobManager has taken over")
        .until(
            () ->
                resource.children().jobManagers().stream()
                    .noneMatch(pod -> pod.getMetadata().getUid().equals(jobManager)));
    journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
    resource.awaitRunningAgain();
    assertThat(resource.flink().onlyJob().id()).as("id of the job").isEqualTo(job);
  }

  @Test
  @Tag("full")
  @Order(3)
  void after_another_image_it_goes_on_from_the_last_checkpoint() {
    upgrades(manifest.set("/spec/image", version.imageByItsFullName()), "image");
  }

  @Test
  @Order(4)
  void after_another_parallelism_it_goes_on_from_the_last_checkpoint() {
    upgrades(manifest.set("/spec/job/parallelism", 1), "parallelism");

    assertThat(resource.flink().parallelism(resource.flink().onlyJob().id())).isEqualTo(1);
  }

  private void upgrades(Manifest edited, String edit) {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    try (PodTimeline pods = PodTimeline.of(resource);
        UpgradeTimes times = UpgradeTimes.of(resource)) {
      times.edit(edited);

      resource.awaitRunning();
      times.report("last-state upgrade (%s), %s".formatted(edit, version));
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      assertThat(resource.flink().onlyJob().id()).as("id of the job").isEqualTo(job);
      assertThat(journey.savepoints(resource)).as("savepoints: none is needed").isEmpty();
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Order(5)
  void suspended_it_rests_on_flinks_metadata_and_resumed_it_goes_on_from_the_last_checkpoint() {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/state", "suspended"));

      StatusView suspended = resource.awaitReady("Suspended");
      assertThat(resource.children().jobManagers()).isEmpty();
      assertThat(resource.children().taskManagers()).isEmpty();
      assertThat(suspended.text("/restorePoint/kind")).isEqualTo("HighAvailability");
      assertThat(resource.children().highAvailability()).as("HA ConfigMaps").isNotEmpty();

      resource.apply(manifest.set("/spec/job/state", "running"));

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Order(6)
  void deleted_it_leaves_nothing_but_its_checkpoints() {
    resource.delete();

    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
    journey.diary(resource).assertWhole();
  }
}
