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
import dev.flinkoperator.e2e.support.UserObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs of several resources share a cluster, in order. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(Integer.MAX_VALUE)
class SessionJobsIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V1_20);
  }

  private final Journey journey = Journey.in(namespace);
  private final Manifest clusterManifest;
  private final FlinkResource cluster;
  private final List<UserObject> jobs = new ArrayList<>();
  private final List<Manifest> manifests = new ArrayList<>();

  SessionJobsIT(FlinkVersion version) {
    clusterManifest = journey.sessionOfMany(version.in("shared"), version);
    cluster = namespace.resource(clusterManifest.name());
    for (String name : List.of("apples", "pears")) {
      add(version.in(name), "savepoint");
    }
    add(version.in("plums"), "last-state");
  }

  private void add(String name, String upgradeMode) {
    jobs.add(UserObject.sessionJob(namespace.name(), name));
    manifests.add(
        journey.sessionJob(name, clusterManifest.name()).set("/spec/job/upgradeMode", upgradeMode));
  }

  @Test
  @Order(1)
  void jobs_that_were_there_before_their_cluster_begin_when_it_has_come() {
    for (int i = 0; i < jobs.size(); i++) {
      jobs.get(i).apply(manifests.get(i));
    }
    jobs.forEach(
        job ->
            job.await(
                "waiting for its cluster",
                view -> view.reason("Reconciling").equals("WaitingForCluster")));

    cluster.apply(clusterManifest);

    for (UserObject job : jobs) {
      StatusView view = job.awaitRunning();
      assertThat(cluster.flink().runningJobs())
          .extracting(Job::id)
          .contains(view.text("/jobStatus/jobId"));
      journey.awaitCheckpoint(job, Diary.EMPTY).assertWhole();
    }
    assertThat(cluster.flink().jobs()).as("jobs that Flink lists").hasSize(3);
  }

  @Test
  @Order(2)
  void through_an_upgrade_of_the_cluster_each_goes_on_from_its_own_state() {
    List<Diary> before = jobs.stream().map(journey::diary).toList();
    try (PodTimeline pods = PodTimeline.of(cluster)) {
      cluster.apply(clusterManifest.flinkConfig("web.history", "7"));

      cluster.awaitReady("ClusterRunning");
      assertThat(cluster.flink().configured("web.history")).contains("7");
      for (int i = 0; i < jobs.size(); i++) {
        Diary after = journey.awaitGoesOn(jobs.get(i), before.get(i));
        if (manifests.get(i).at("/spec/job/upgradeMode").asText().equals("savepoint")) {
          after.assertExactSince(before.get(i));
        } else {
          after.assertFromLastCheckpointSince(before.get(i));
        }
        assertThat(after.attemptsSince(before.get(i))).as("attempts since\n%s", after).isOne();
      }
      pods.assertOneClusterAtATime();
    }
  }

  @Test
  @Order(3)
  void one_is_suspended_and_resumed_and_the_others_do_not_notice() {
    List<Diary> before = jobs.stream().map(journey::diary).toList();
    UserObject apples = jobs.get(0);

    apples.apply(manifests.get(0).set("/spec/job/state", "suspended"));

    StatusView suspended =
        apples.await(
            "suspended",
            view ->
                view.isCurrent()
                    && view.isTrue("Ready")
                    && view.reason("Ready").equals("Suspended"));
    assertThat(suspended.text("/restorePoint/path")).isEqualTo(newest(journey.savepoints(apples)));
    assertThat(cluster.flink().runningJobs()).hasSize(2);

    apples.apply(manifests.get(0).set("/spec/job/state", "running"));

    apples.awaitRunning();
    journey.awaitGoesOn(apples, before.get(0)).assertExactSince(before.get(0));
    for (int i = 1; i < jobs.size(); i++) {
      Diary after = journey.diary(jobs.get(i));
      after.assertWhole();
      assertThat(after.attemptsSince(before.get(i))).as("new attempts\n%s", after).isZero();
    }
  }

  @Test
  @Order(4)
  void the_cluster_is_deleted_after_its_jobs() {
    cluster.delete();
    cluster.await(
        "waiting for its session jobs",
        view -> view.message("Reconciling").contains(jobs.get(0).name()));
    assertThat(cluster.flink().runningJobs()).hasSize(3);

    jobs.forEach(UserObject::delete);

    jobs.forEach(UserObject::awaitGone);
    cluster.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(cluster.children().everything()).isEmpty());
    jobs.forEach(job -> journey.diary(job).assertWhole());
  }

  private static String newest(List<String> savepoints) {
    return savepoints.get(savepoints.size() - 1);
  }
}
