package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user moves a job to another Flink: its metadata are not for that one to read. */
@Tag("full")
class VersionUpgradeIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @Test
  void a_highly_available_job_moves_by_a_savepoint_and_goes_on_with_the_very_next_number() {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .highlyAvailable("orders", FlinkVersion.V1_20)
            .set("/spec/job/upgradeMode", "last-state");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(
          manifest
              .set("/spec/flinkVersion", FlinkVersion.V2_3.specValue())
              .set("/spec/image", FlinkVersion.V2_3.image()));

      resource.awaitRunning();
      assertThat(resource.flink().version()).startsWith(FlinkVersion.V2_3.reportedPrefix());
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      assertThat(journey.savepoints(resource)).hasSize(1);
      pods.assertOneClusterAtATime();
    }
  }
}
