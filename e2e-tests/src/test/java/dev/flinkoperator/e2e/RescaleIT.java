package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user changes how parallel single vertices of a job run, and only that. */
class RescaleIT {
  private static final String OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void the_job_goes_on_under_its_id_in_the_pods_it_has(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .manifest(version.in("orders"), version)
            .set("/spec/job/upgradeMode", "last-state")
            .flinkConfig("jobmanager.scheduler", "adaptive");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    List<String> pods = pods(resource);
    String counter = resource.flink().widestVertex(job);
    assertThat(resource.flink().parallelism(job)).isEqualTo(2);

    resource.apply(manifest.flinkConfig(OVERRIDES, counter + ":1"));

    resource.awaitRunning();
    assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
    assertThat(resource.flink().parallelism(job)).isEqualTo(1);
    assertThat(pods(resource)).as("pods").isEqualTo(pods);
    Diary down = journey.awaitCheckpoint(resource, before);
    down.assertWhole();
    assertThat(down.latest().jobId()).isEqualTo(job);

    resource.apply(manifest.flinkConfig(OVERRIDES, counter + ":2"));

    resource.awaitRunning();
    assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
    assertThat(resource.flink().parallelism(job)).isEqualTo(2);
    assertThat(pods(resource)).as("pods").isEqualTo(pods);
    journey.awaitGoesOn(resource, down).assertWhole();
  }

  /** Flink 2 ignores the overrides when the job is submitted (FLINK-38770). */
  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void overrides_hold_from_the_first_launch_on(FlinkVersion version) {
    Manifest manifest =
        Manifest.streaming(version.in("clicks"), version)
            .flinkConfig("jobmanager.scheduler", "adaptive");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    String job = resource.flink().onlyJob().id();
    List<String> vertices = resource.flink().vertices(job);

    resource.apply(
        manifest
            .set("/spec/restartNonce", 1)
            .flinkConfig(OVERRIDES, String.join(":1,", vertices) + ":1"));

    resource.awaitRunning();
    String relaunched = resource.flink().onlyJob().id();
    assertThat(relaunched).isNotEqualTo(job);
    assertThat(resource.flink().parallelism(relaunched)).isEqualTo(1);
    assertThat(resource.view().message("Ready")).doesNotContain("FLINK-38770");
  }

  /** By their uids, and how often their containers were restarted. */
  private static List<String> pods(FlinkResource resource) {
    return Stream.concat(
            resource.children().jobManagers().stream(), resource.children().taskManagers().stream())
        .map(RescaleIT::identity)
        .sorted()
        .toList();
  }

  private static String identity(Pod pod) {
    int restarts =
        pod.getStatus().getContainerStatuses().stream()
            .mapToInt(container -> container.getRestartCount())
            .sum();
    return pod.getMetadata().getUid() + ", " + restarts + " restarts";
  }
}
