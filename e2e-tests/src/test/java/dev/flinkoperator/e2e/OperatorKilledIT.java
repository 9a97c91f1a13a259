package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The operator's process is killed at a bad moment; another one takes over. The job has the two
 * things it could go on from, a savepoint and Flink's metadata: it is the savepoint, however little
 * the operator that is asked for it knows of the job.
 */
@Isolated
class OperatorKilledIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @AfterEach
  void the_operator_is_back() {
    OperatorUnderTest.start();
  }

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void killed_in_a_deployment_and_in_an_upgrade_there_is_one_job_which_goes_on_exactly(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .highlyAvailable("orders", version)
            .set("/spec/job/upgradeMode", "savepoint")
            // So that there are no checkpoints but those that are asked for.
            .flinkConfig("execution.checkpointing.interval", "1000 h");
    FlinkResource resource = namespace.resource("orders");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);
      Patience.until("the JobManager Deployment is there")
          .until(() -> resource.children().deployment().get() != null);

      OperatorUnderTest.kill();

      resource.awaitRunning();
      assertThat(pods.jobManagersSeen()).isEqualTo(1);
      Diary before = journey.awaitGoesOn(resource, Diary.EMPTY);

      // Edited while there is none, and killed between the end of the old cluster and the new one.
      OperatorUnderTest.stop();
      String old = resource.children().jobManager().getMetadata().getUid();
      resource.apply(manifest.set("/spec/job/parallelism", 1));
      OperatorUnderTest.start();
      Patience.untilFlink("the old JobManager ends").until(() -> resource.children().isEnding(old));

      OperatorUnderTest.kill();

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      List<String> savepoints = journey.savepoints(resource);
      assertThat(savepoints).hasSize(1);
      assertThat(resource.flink().configured("execution.savepoint.path"))
          .hasValue(savepoints.get(0));
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
    }
  }
}
