package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UpgradeTimes;
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

/** The life of a job with {@code upgradeMode: savepoint} and no high availability, in order. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(3)
class SavepointUpgradeIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V1_20);
  }

  /** As last applied. */
  private static final Map<FlinkVersion, Manifest> MANIFESTS = new EnumMap<>(FlinkVersion.class);

  private final FlinkVersion version;
  private final Journey journey = Journey.in(namespace);
  private final Manifest manifest;
  private final FlinkResource resource;

  SavepointUpgradeIT(FlinkVersion version) {
    this.version = version;
    manifest =
        MANIFESTS.computeIfAbsent(
            version,
            any ->
                journey
                    .manifest(any.in("orders"), any)
                    .set("/spec/job/upgradeMode", "savepoint")
                    // So that there are no checkpoints but those that are asked for.
                    .flinkConfig("execution.checkpointing.interval", "1000 h"));
    resource = namespace.resource(manifest.name());
  }

  @Test
  @Order(1)
  void a_job_begins_from_empty() {
    resource.apply(manifest);

    resource.awaitRunning();
    Diary diary = journey.awaitGoesOn(resource, Diary.EMPTY);
    diary.assertWhole();
    assertThat(diary.attempts()).hasSize(1);
  }

  @Test
  @Tag("full")
  @Order(2)
  void after_another_image_it_goes_on_with_the_very_next_number() {
    goesOnExactly(manifest.set("/spec/image", version.imageByItsFullName()), "image");
  }

  @Test
  @Order(3)
  void after_another_parallelism_it_goes_on_with_the_very_next_number() {
    goesOnExactly(manifest.set("/spec/job/parallelism", 1), "parallelism");

    assertThat(resource.flink().parallelism(resource.flink().onlyJob().id())).isEqualTo(1);
  }

  private void goesOnExactly(Manifest edited, String edit) {
    Diary before = journey.diary(resource);
    int savepoints = journey.savepoints(resource).size();
    try (PodTimeline pods = PodTimeline.of(resource);
        UpgradeTimes times = UpgradeTimes.of(resource)) {
      times.edit(edited);

      resource.awaitRunning();
      times.savepointAt(journey.newestSavepointMillis(resource));
      times.report("savepoint upgrade (%s), %s".formatted(edit, version));
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      assertThat(journey.savepoints(resource)).as("one savepoint more").hasSize(savepoints + 1);
      assertThat(resource.flink().configured("execution.savepoint.path"))
          .hasValue(newest(journey.savepoints(resource)));
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Order(4)
  void suspended_it_rests_on_a_savepoint_and_resumed_it_goes_on_with_the_very_next_number() {
    Diary before = journey.diary(resource);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/state", "suspended"));

      StatusView suspended = resource.awaitReady("Suspended");
      assertThat(resource.children().everything()).as("pods and the rest").noneMatch(this::isPod);
      assertThat(suspended.text("/restorePoint/kind")).isEqualTo("Savepoint");
      assertThat(suspended.text("/restorePoint/path"))
          .isEqualTo(newest(journey.savepoints(resource)));
      assertThat(suspended.text("/lifecycleState")).isEqualTo("SUSPENDED");

      resource.apply(manifest.set("/spec/job/state", "running"));

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      pods.assertOneClusterAtATime();
    }
  }

  private boolean isPod(String object) {
    return object.startsWith("Pod ");
  }

  @Test
  @Order(5)
  void a_savepoint_trigger_nonce_makes_a_savepoint_and_the_job_does_not_notice() {
    List<String> savepoints = journey.savepoints(resource);

    StatusView view = consumes("savepoint", 7);

    List<String> now = journey.savepoints(resource);
    assertThat(now).hasSize(savepoints.size() + 1);
    assertThat(view.text("/jobStatus/savepointInfo/lastSavepoint/location")).isEqualTo(newest(now));
  }

  @Test
  @Order(6)
  void a_checkpoint_trigger_nonce_makes_a_checkpoint_and_the_job_does_not_notice() {
    List<String> savepoints = journey.savepoints(resource);

    StatusView view = consumes("checkpoint", 8);

    assertThat(view.text("/jobStatus/checkpointInfo/lastCheckpoint/triggerNonce")).isEqualTo("8");
    assertThat(journey.savepoints(resource)).isEqualTo(savepoints);
  }

  private StatusView consumes(String kind, int nonce) {
    Diary before = journey.diary(resource);
    Job job = resource.flink().onlyJob();
    long snapshots = resource.flink().completedSnapshots(job.id());

    resource.apply(manifest.set("/spec/job/" + kind + "TriggerNonce", nonce));

    StatusView view =
        resource.await(
            "Ready with the nonce acted on",
            seen ->
                seen.isCurrent()
                    && seen.isTrue("Ready")
                    && seen.text("/consumedNonces/" + kind).equals(Integer.toString(nonce)));
    // What Flink shows may be some seconds old.
    Patience.until("Flink counts one snapshot more")
        .until(() -> resource.flink().completedSnapshots(job.id()) == snapshots + 1);
    assertThat(resource.flink().onlyJob()).isEqualTo(job);
    Diary after = journey.diary(resource);
    after.assertWhole();
    assertThat(after.attemptsSince(before)).as("new attempts").isZero();
    return view;
  }

  @Test
  @Order(7)
  void a_redeploy_nonce_starts_it_from_the_given_savepoint_instead_of_the_newest_state() {
    String savepoint = newest(journey.savepoints(resource));
    Diary before = journey.diary(resource);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(
          manifest
              .set("/spec/job/initialSavepointPath", savepoint)
              .set("/spec/job/savepointRedeployNonce", 1));

      resource.awaitRunning();
      Diary after = journey.awaitGoesOn(resource, before);
      after.assertWhole();
      assertThat(after.latest().first())
          .as("it went back to the savepoint\n%s", after)
          .isLessThanOrEqualTo(before.lastNumber() + 1);
      assertThat(resource.flink().configured("execution.savepoint.path")).hasValue(savepoint);
      assertThat(newest(journey.savepoints(resource))).as("no other one").isEqualTo(savepoint);
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Order(8)
  void deleted_it_takes_a_last_savepoint_if_its_owner_wants_that() {
    resource.apply(manifest.flinkConfig("kubernetes.operator.job.savepoint-on-deletion", "true"));
    resource.awaitRunning();
    List<String> savepoints = journey.savepoints(resource);

    resource.delete();

    resource.awaitGone();
    awaitNothingLeft();
    assertThat(journey.savepoints(resource)).hasSize(savepoints.size() + 1);
    journey.diary(resource).assertWhole();
  }

  @Test
  @Order(9)
  void made_anew_from_its_last_savepoint_it_goes_on_with_the_very_next_number() {
    Diary before = journey.diary(resource);

    resource.apply(
        manifest
            .set("/spec/job/initialSavepointPath", newest(journey.savepoints(resource)))
            .withoutFlinkConfig("kubernetes.operator.job.savepoint-on-deletion"));

    resource.awaitRunning();
    journey.awaitGoesOn(resource, before).assertExactSince(before);
  }

  @Test
  @Order(10)
  void deleted_it_leaves_its_savepoints_and_nothing_else() {
    List<String> savepoints = journey.savepoints(resource);

    resource.delete();

    resource.awaitGone();
    awaitNothingLeft();
    assertThat(journey.savepoints(resource)).isEqualTo(savepoints).isNotEmpty();
    journey.diary(resource).assertWhole();
  }

  private void awaitNothingLeft() {
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
  }

  private static String newest(List<String> savepoints) {
    return savepoints.get(savepoints.size() - 1);
  }
}
