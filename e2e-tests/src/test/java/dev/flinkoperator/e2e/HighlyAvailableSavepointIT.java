package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With {@code upgradeMode: savepoint} and high availability there are two things a job could go on
 * from: it is the savepoint, however little the operator knows of the job when it is asked.
 */
@Tag("full")
@Isolated
class HighlyAvailableSavepointIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @AfterEach
  void the_operator_is_back() {
    OperatorUnderTest.start();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void edited_while_no_operator_runs_it_goes_on_with_the_very_next_number(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .highlyAvailable("orders", version)
            .set("/spec/job/upgradeMode", "savepoint")
            // So that there are no checkpoints but those that are asked for.
            .flinkConfig("execution.checkpointing.interval", "1000 h");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Diary before = journey.awaitGoesOn(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      OperatorUnderTest.stop();
      resource.apply(manifest.set("/spec/job/parallelism", 1));
      OperatorUnderTest.start();

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      List<String> savepoints = journey.savepoints(resource);
      assertThat(savepoints).hasSize(1);
      assertThat(resource.flink().configured("execution.savepoint.path"))
          .hasValue(savepoints.get(0));
      pods.assertOneClusterAtATime();
    }
    suspendedAndResumed(journey, manifest, resource);
  }

  private static void suspendedAndResumed(
      Journey journey, Manifest manifest, FlinkResource resource) {
    Diary before = journey.diary(resource);

    resource.apply(manifest.set("/spec/job/state", "suspended"));

    assertThat(resource.awaitReady("Suspended").text("/restorePoint/kind")).isEqualTo("Savepoint");

    resource.apply(manifest.set("/spec/job/state", "running"));

    resource.awaitRunning();
    journey.awaitGoesOn(resource, before).assertExactSince(before);
  }
}
