package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code jobManager.replicas} above 1: one leads, the others stand by. */
class StandbyJobManagerIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  private static final boolean ALL = Boolean.getBoolean("e2e.everyVersion");

  static Stream<Arguments> clusters() {
    return FlinkVersion.usually(FlinkVersion.V2_3)
        .flatMap(
            version ->
                (ALL ? Stream.of("standalone", "native") : Stream.of("standalone"))
                    .map(mode -> Arguments.of(version, mode)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("clusters")
  void when_the_leader_dies_a_standby_goes_on_with_the_job(FlinkVersion version, String mode) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .highlyAvailable(version.in(mode), version)
            .set("/spec/mode", mode)
            .set("/spec/jobManager/replicas", 2)
            .set("/spec/job/upgradeMode", "last-state");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    String deployment = deploymentUid(resource);
    String revision = resource.status("/revision");
    Pod leader = leader(resource);

    Cluster.client().resource(leader).withGracePeriod(0L).delete();

    journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
    resource.awaitRunningAgain();
    assertThat(resource.flink().onlyJob().id()).as("id of the job").isEqualTo(job);
    assertThat(deploymentUid(resource)).as("the JobManager's Deployment").isEqualTo(deployment);
    assertThat(resource.status("/revision")).as("what was launched").isEqualTo(revision);
    assertThat(leader(resource).getMetadata().getUid())
        .as("the JobManager that leads")
        .isNotEqualTo(leader.getMetadata().getUid());
    Patience.untilFlink("somebody stands by again")
        .untilAsserted(() -> assertThat(ready(resource)).hasSize(2));
    resource.delete();
    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
  }

  private static String deploymentUid(FlinkResource resource) {
    return resource.children().deployment().get().getMetadata().getUid();
  }

  private static List<Pod> ready(FlinkResource resource) {
    return resource.children().jobManagers().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(
            pod ->
                pod.getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .toList();
  }

  /** Of the pods that there are, the one whose address stands in Flink's metadata. */
  private static Pod leader(FlinkResource resource) {
    return Patience.untilFlink("a JobManager leads")
        .until(
            () -> {
              List<String> told =
                  resource.children().highAvailability().stream()
                      .filter(map -> map.getData() != null)
                      .map(map -> map.getData().get("org.apache.flink.k8s.leader.dispatcher"))
                      .filter(address -> address != null)
                      .toList();
              return resource.children().jobManagers().stream()
                  .filter(pod -> pod.getStatus().getPodIP() != null)
                  .filter(
                      pod ->
                          told.stream()
                              .anyMatch(a -> a.contains("@" + pod.getStatus().getPodIP() + ":")))
                  .findFirst()
                  .orElse(null);
            },
            pod -> pod != null);
  }
}
