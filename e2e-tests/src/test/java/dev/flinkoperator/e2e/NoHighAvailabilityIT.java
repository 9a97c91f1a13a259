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

/**
 * The life of a job with {@code upgradeMode: last-state} that Flink keeps no metadata of: what its
 * checkpoints are, only the operator has seen.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE - 2)
class NoHighAvailabilityIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V1_20);
  }

  /** As last applied. */
  private static final Map<FlinkVersion, Manifest> MANIFESTS = new EnumMap<>(FlinkVersion.class);

  private final Journey journey = Journey.in(namespace);
  private final Manifest manifest;
  private final FlinkResource resource;

  NoHighAvailabilityIT(FlinkVersion version) {
    manifest =
        MANIFESTS.computeIfAbsent(
            version,
            any ->
                journey
                    .manifest(any.in("orders"), any)
                    .set("/spec/job/upgradeMode", "last-state")
                    // The operator brings back from what it has seen, if that is still there.
                    .flinkConfig("state.checkpoints.num-retained", "20"));
    resource = namespace.resource(manifest.name());
  }

  @Test
  @Order(1)
  void a_job_begins_from_empty() {
    resource.apply(manifest);

    resource.awaitRunning();
    journey.awaitCheckpoint(resource, Diary.EMPTY).assertWhole();
  }

  static Stream<Harm> harms() {
    return Harm.usually(Harm.CONTAINER_DIES);
  }

  /** Left alone, Flink would run the job again from where it had first begun. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("harms")
  @Order(2)
  void after_any_harm_it_is_brought_back_from_the_newest_checkpoint_known(Harm harm) {
    journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    StatusView known =
        resource.await(
            "telling of a checkpoint of job " + job,
            view ->
                view.text("/restorePoint/kind").equals("Checkpoint")
                    && view.text("/restorePoint/jobId").equals(job));
    String checkpoint = known.text("/restorePoint/path");
    // The job hears of its checkpoints from Flink as the operator does, and maybe later.
    Diary before =
        Patience.untilFlink("the job has heard of " + checkpoint)
            .until(
                () -> journey.diary(resource),
                diary -> diary.numberOf(job, checkpoint).isPresent());
    long number = before.numberOf(job, checkpoint).orElseThrow();

    harm.to(resource);

    journey.awaitBroughtBack(resource, before, number).assertBroughtBackAfter(number, before);
    resource.awaitRunningAgain();
    assertThat(resource.flink().onlyJob().id()).as("id of the job").isNotEqualTo(job);
  }

  @Test
  @Tag("full")
  @Order(3)
  void after_an_edit_it_goes_on_from_the_last_checkpoint() {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/parallelism", 1));

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      assertThat(resource.flink().configured("execution.savepoint.path").orElseThrow())
          .contains("/checkpoints/");
      assertThat(journey.savepoints(resource)).as("savepoints: none is needed").isEmpty();
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Tag("full")
  @Order(4)
  void suspended_it_rests_on_a_checkpoint_and_resumed_it_goes_on_from_it() {
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);

    resource.apply(manifest.set("/spec/job/state", "suspended"));

    StatusView suspended = resource.awaitReady("Suspended");
    assertThat(resource.children().jobManagers()).isEmpty();
    assertThat(suspended.text("/restorePoint/kind")).isEqualTo("Checkpoint");
    assertThat(suspended.text("/restorePoint/path")).contains("/checkpoints/");

    resource.apply(manifest.set("/spec/job/state", "running"));

    resource.awaitRunning();
    journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
  }
}
