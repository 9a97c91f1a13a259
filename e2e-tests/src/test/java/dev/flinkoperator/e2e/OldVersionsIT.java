package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Companies run what they have: Flink 1.14 is the first this operator knows. */
@Tag("full")
class OldVersionsIT {
  static final String EXAMPLE_FILE = "old-flink.yaml";
  private static final String EXAMPLE =
      "local:///opt/flink/examples/streaming/StateMachineExample.jar";

  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @Test
  void the_example_of_an_old_version_runs_as_it_is() {
    Example example = Example.read(EXAMPLE_FILE, namespace);

    example.apply();

    FlinkResource resource = namespace.resource(example.deployment().name());
    resource.awaitRunning();
    assertThat(resource.flink().version()).startsWith("1.16.");
    endsWithoutLeftovers(resource);
  }

  @ParameterizedTest(name = "Flink {0}")
  @CsvSource({
    "1.14, v1_14",
    "1.15, v1_15",
    "1.16, v1_16",
    "1.17, v1_17",
    "1.18, v1_18",
    "1.19, v1_19",
    "2.0, v2_0",
    "2.1, v2_1",
    "2.2, v2_2"
  })
  void a_job_is_upgraded_with_a_savepoint_and_deleted(String flink, String flinkVersion) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .manifest("orders", FlinkVersion.V1_20)
            .set("/spec/image", "flink:" + flink)
            .set("/spec/flinkVersion", flinkVersion)
            .set("/spec/job/jarURI", EXAMPLE)
            .remove("/spec/job/args")
            .set("/spec/job/upgradeMode", "savepoint");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    assertThat(resource.flink().version()).startsWith(flink + ".");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/parallelism", 1));

      resource.awaitRunning();
      assertThat(journey.savepoints(resource)).hasSize(1);
      String savepoint = journey.savepoints(resource).get(0);
      assertThat(resource.flink().configured("execution.savepoint.path")).hasValue(savepoint);
      String job = resource.flink().onlyJob().id();
      assertThat(resource.flink().parallelism(job)).isEqualTo(1);
      assertThat(resource.flink().restoredFrom(job)).isEqualTo(savepoint);
      pods.assertOneClusterAtATime();
    }
    endsWithoutLeftovers(resource);
    assertThat(journey.savepoints(resource)).hasSize(1);
  }

  /** Before 1.17 Flink takes no options with a job: that its checkpoints stay is the cluster's. */
  @ParameterizedTest(name = "Flink {0}")
  @CsvSource({"1.14, v1_14", "1.16, v1_16", "1.17, v1_17"})
  void a_session_job_goes_on_from_its_last_checkpoint_after_it_was_cancelled(
      String flink, String flinkVersion) {
    Journey journey = Journey.in(namespace);
    FlinkResource cluster =
        namespace.apply(
            journey
                .sessionOfMany("shared", FlinkVersion.V1_20)
                .set("/spec/image", "flink:" + flink)
                .set("/spec/flinkVersion", flinkVersion));
    UserObject job = UserObject.sessionJob(namespace.name(), "orders");
    Manifest manifest =
        Manifest.sessionJob("orders", "shared")
            .set("/spec/job/jarURI", EXAMPLE)
            .set("/spec/job/entryClass", "StandInExample") // what Maven carries no example of
            .set("/spec/job/upgradeMode", "stateless");
    job.apply(manifest);
    String first = job.awaitRunning().text("/jobStatus/jobId");

    job.apply(manifest.set("/spec/job/upgradeMode", "last-state"));
    job.await(
        "telling of a checkpoint", view -> view.text("/restorePoint/kind").equals("Checkpoint"));
    job.apply(manifest.set("/spec/restartNonce", 1));

    String next =
        job.await(
                "running as another job",
                view ->
                    view.isCurrent()
                        && view.isTrue("Ready")
                        && !view.text("/jobStatus/jobId").equals(first))
            .text("/jobStatus/jobId");
    assertThat(cluster.flink().restoredFrom(next)).contains("/checkpoints/" + first + "/chk-");
    assertThat(cluster.flink().runningJobs()).hasSize(1);
    job.delete();
    job.awaitGone();
    endsWithoutLeftovers(cluster);
  }

  private static void endsWithoutLeftovers(FlinkResource resource) {
    resource.delete();
    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
  }
}
