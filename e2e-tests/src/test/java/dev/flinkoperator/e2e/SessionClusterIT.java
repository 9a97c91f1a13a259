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
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A user keeps a cluster without a job, and others submit theirs to it. */
@Order(Integer.MAX_VALUE - 1)
class SessionClusterIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlinkVersion.class)
  @Tag("full")
  void it_comes_up_counts_its_task_managers_is_upgraded_and_deleted_when_its_jobs_have_ended(
      FlinkVersion version) {
    Manifest manifest = Manifest.session("shared", version);
    FlinkResource resource = namespace.resource("shared");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);
      comesUp(resource, version);

      isCounted(resource, resource.flink().submit(2));

      resource.apply(manifest.flinkConfig("web.history", "7"));
      comesUp(resource, version);
      assertThat(resource.flink().configured("web.history")).contains("7");
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
    }

    String job = resource.flink().submit(2);
    isCounted(resource, job);
    isDeletedAfter(job, resource);
  }

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void with_high_availability_a_submitted_job_goes_on_in_the_next_cluster(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest = journey.session("shared", version);
    FlinkResource resource = namespace.resource("shared");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);
      comesUp(resource, version);
      String job = journey.submit(resource);
      Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
      isCounted(resource, job);

      resource.apply(manifest.flinkConfig("web.history", "7"));
      resource.awaitReady("ClusterRunning");

      assertThat(resource.flink().configured("web.history")).contains("7");
      journey.awaitGoesOn(resource, before).assertFromLastCheckpointSince(before);
      assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
      isDeletedAfter(job, resource);
    }
  }

  private static void isDeletedAfter(String job, FlinkResource resource) {
    resource.delete();

    StatusView waiting =
        resource.await(
            "waiting for the job in it",
            view -> view.reason("Reconciling").equals("WaitingForJobs"));
    assertThat(waiting.message("Reconciling")).contains("1 job: ").contains(job);
    assertThat(waiting.text("/lifecycleState")).isEqualTo("DELETING");
    assertThat(resource.flink().runningJobs()).as("jobs RUNNING in Flink").hasSize(1);
    resource.flink().cancel(job);

    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
  }

  private static void comesUp(FlinkResource resource, FlinkVersion version) {
    // Flink is asked for its version after it has answered at all.
    StatusView view =
        resource.await(
            "Ready, with the version",
            seen ->
                seen.isCurrent()
                    && seen.isTrue("Ready")
                    && seen.text("/clusterInfo/flink-version")
                        .startsWith(version.reportedPrefix()));
    assertThat(view.reason("Ready")).isEqualTo("ClusterRunning");
    assertThat(view.reason("Running")).isEqualTo("JobManagerReady");
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("READY");
    assertThat(view.text("/lifecycleState")).isEqualTo("STABLE");
    assertThat(view.resource().at("/status/jobStatus").isMissingNode()).isTrue();
    assertThat(resource.flink().jobs()).as("without high availability no job is left").isEmpty();
    assertThat(resource.children().taskManagers()).isEmpty();
  }

  /** With the one TaskManager it needs. */
  private static void isCounted(FlinkResource resource, String job) {
    Patience.untilFlink("the submitted job runs")
        .untilAsserted(
            () -> assertThat(resource.flink().jobsAtWork()).extracting(Job::id).contains(job));
    assertThat(resource.flink().taskManagers()).isEqualTo(1);
    assertThat(resource.children().taskManagers()).hasSize(1);
    resource.await(
        "Ready, counting its TaskManager and its job",
        view ->
            view.isTrue("Ready")
                && view.text("/taskManager/replicas").equals("1")
                && view.text("/clusterInfo/jobs").equals("1"));
  }
}
