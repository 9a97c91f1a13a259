package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.ApacheOperator;
import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users of the Apache operator stop it and start this one; their jobs must not notice. */
@Isolated
class AdoptionIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V1_20);
  }

  @BeforeEach
  void no_operator_runs() {
    // What earlier stories have left goes only while an operator runs, and takes room until then.
    Patience.untilFlink("nothing is being deleted any more")
        .until(() -> FlinkResource.beingDeleted().isEmpty());
    OperatorUnderTest.stop();
  }

  @AfterEach
  void the_operator_is_back() {
    OperatorUnderTest.start();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void a_running_job_is_followed_untouched_and_its_next_upgrade_goes_on_exactly(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey.manifest("orders", version).set("/spec/job/upgradeMode", "savepoint");
    FlinkResource resource = runsUnderAnother(journey, manifest, version);

    isFollowedUntouched(journey, resource);

    Diary before = journey.diary(resource);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/parallelism", 1));

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertExactSince(before);
      assertThat(resource.flink().parallelism(resource.flink().onlyJob().id())).isEqualTo(1);
      assertThat(resource.flink().configured("execution.savepoint.path").stream().toList())
          .isEqualTo(journey.savepoints(resource));
      pods.assertOneClusterAtATime();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  @Tag("full")
  void a_highly_available_job_is_followed_untouched_and_goes_on_from_its_metadata(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey.highlyAvailable("orders", version).set("/spec/job/upgradeMode", "last-state");
    FlinkResource resource = runsUnderAnother(journey, manifest, version);

    isFollowedUntouched(journey, resource);

    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest.set("/spec/job/parallelism", 1));

      resource.awaitRunning();
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      assertThat(resource.flink().onlyJob().id()).isEqualTo(ApacheOperator.JOB_ID);
      assertThat(journey.savepoints(resource)).as("savepoints: none is needed").isEmpty();
      pods.assertOneClusterAtATime();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  @Tag("full")
  void a_suspended_job_stays_so_and_resumed_it_goes_on_exactly(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .manifest("orders", version)
            .set("/spec/job/upgradeMode", "savepoint")
            .set("/spec/job/state", "suspended");
    ApacheOperator apache = ApacheOperator.deploys(namespace, manifest, version);
    FlinkResource resource = namespace.resource("orders");
    journey.awaitGoesOn(resource, Diary.EMPTY);
    resource.flink().stopWithSavepoint(ApacheOperator.JOB_ID);
    Patience.untilFlink("the job has finished")
        .until(() -> resource.flink().jobs().stream().anyMatch(AdoptionIT::hasFinished));
    Diary before = journey.diary(resource);
    String savepoint = journey.savepoints(resource).get(0);
    apache.reportsSuspended(savepoint);

    OperatorUnderTest.start();

    resource.awaitReady("Suspended");
    assertThat(resource.status("/restorePoint/path")).isEqualTo(savepoint);
    assertThat(journey.diary(resource).attemptsSince(before)).as("new attempts").isZero();

    resource.apply(manifest.set("/spec/job/state", "running"));

    resource.awaitRunning();
    journey.awaitGoesOn(resource, before).assertExactSince(before);
  }

  private static boolean hasFinished(Job job) {
    return job.state().equals("FINISHED");
  }

  private FlinkResource runsUnderAnother(Journey journey, Manifest manifest, FlinkVersion version) {
    ApacheOperator apache = ApacheOperator.deploys(namespace, manifest, version);
    FlinkResource resource = namespace.resource(manifest.name());
    journey.awaitCheckpoint(resource, Diary.EMPTY);
    apache.reportsRunning();
    return resource;
  }

  private static void isFollowedUntouched(Journey journey, FlinkResource resource) {
    List<String> containers =
        Patience.until("Kubernetes names every container")
            .until(() -> containers(resource), AdoptionIT::areAllNamed);
    long generation = generationOfJobManager(resource);
    Job job = resource.flink().onlyJob();

    OperatorUnderTest.start();

    resource.awaitRunning();
    assertThat(job.id()).isEqualTo(ApacheOperator.JOB_ID);
    assertThat(resource.status("/jobStatus/jobId")).isEqualTo(job.id());
    // Events are written beside the passes, by a thread of their own.
    Patience.until("an event tells that it was taken over")
        .untilAsserted(
            () -> assertThat(events(resource)).as("reasons of events").contains("TakenOver"));
    long number = journey.diary(resource).lastNumber();
    Diary diary =
        Patience.untilFlink("the job goes on")
            .until(() -> journey.diary(resource), now -> now.lastNumber() > number + 100);
    diary.assertWhole();
    assertThat(diary.attempts()).as("attempts").hasSize(1);
    assertThat(resource.flink().onlyJob()).as("the job Flink runs").isEqualTo(job);
    assertThat(containers(resource)).as("containers").isEqualTo(containers);
    assertThat(generationOfJobManager(resource)).as("the Deployment's").isEqualTo(generation);
  }

  private static long generationOfJobManager(FlinkResource resource) {
    return resource.children().deployment().require().getMetadata().getGeneration();
  }

  /** As the container runtime names them: another id after every restart. */
  private static List<String> containers(FlinkResource resource) {
    return Stream.of(resource.children().jobManagers(), resource.children().taskManagers())
        .flatMap(List<Pod>::stream)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(container -> Objects.requireNonNullElse(container.getContainerID(), ""))
        .toList();
  }

  /** A JobManager and a TaskManager; what the node says of them comes a moment after they run. */
  private static boolean areAllNamed(List<String> containers) {
    return containers.size() == 2 && containers.stream().noneMatch(String::isEmpty);
  }

  private static List<String> events(FlinkResource resource) {
    return Cluster.client()
        .v1()
        .events()
        .inNamespace(resource.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> resource.name().equals(event.getInvolvedObject().getName()))
        .map(event -> event.getReason())
        .toList();
  }
}
