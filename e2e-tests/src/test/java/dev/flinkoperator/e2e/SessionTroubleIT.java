package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Harm;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A session cluster loses its JobManager, and then is gone, under the jobs that run in it. */
class SessionTroubleIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void without_high_availability_they_are_brought_back_and_outlive_the_cluster(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .sessionOfMany("shared", version)
            .flinkConfig("kubernetes.operator.session.deletion.block-on-session-jobs", "false")
            // They are brought back from what the operator has seen, if that is still there.
            .flinkConfig("state.checkpoints.num-retained", "20");
    FlinkResource cluster = namespace.apply(manifest);
    UserObject apples = submitted(journey, "apples", "last-state");
    UserObject pears = submitted(journey, "pears", "savepoint");
    Known known = Known.of(journey, apples);
    Known alsoKnown = Known.of(journey, pears);

    Harm.CONTAINER_DIES.to(cluster);

    known.isBroughtBack(cluster);
    alsoKnown.isBroughtBack(cluster);
    assertThat(cluster.flink().runningJobs()).as("jobs RUNNING in Flink").hasSize(2);

    String savepoint = savepointOf(apples);

    Known last = Known.of(journey, apples);
    cluster.delete();
    cluster.awaitGone();
    for (UserObject job : List.of(apples, pears)) {
      job.await(
          "waiting for another cluster",
          view -> view.reason("Reconciling").equals("WaitingForCluster"));
    }
    pears.delete();
    pears.awaitGone();

    FlinkResource next = namespace.apply(manifest);
    last.isBroughtBack(next);
    assertThat(next.flink().onlyJob().state()).isEqualTo("RUNNING");
    assertThat(journey.savepoints(apples)).contains(savepoint);
    apples.delete();
    apples.awaitGone();
    isDeleted(next);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void with_high_availability_flink_brings_them_back_as_the_same_jobs(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    FlinkResource cluster =
        namespace.apply(journey.highlyAvailable("shared", version).remove("/spec/job"));
    UserObject apples = submitted(journey, "apples", "last-state");
    UserObject pears = submitted(journey, "pears", "savepoint");
    List<String> ids = cluster.flink().runningJobs().stream().map(Job::id).sorted().toList();
    Diary before = journey.awaitCheckpoint(apples, Diary.EMPTY);
    Diary alsoBefore = journey.awaitCheckpoint(pears, Diary.EMPTY);

    Harm.POD_KILLED.to(cluster);

    journey.awaitGoesOn(apples, before).assertFromLastCheckpointSince(before);
    journey.awaitGoesOn(pears, alsoBefore).assertFromLastCheckpointSince(alsoBefore);
    apples.awaitRunning();
    pears.awaitRunning();
    assertThat(cluster.flink().runningJobs().stream().map(Job::id).sorted()).isEqualTo(ids);

    apples.delete();
    pears.delete();
    apples.awaitGone();
    pears.awaitGone();
    isDeleted(cluster);
  }

  private UserObject submitted(Journey journey, String name, String upgradeMode) {
    UserObject job = UserObject.sessionJob(namespace.name(), name);
    job.apply(journey.sessionJob(name, "shared").set("/spec/job/upgradeMode", upgradeMode));
    job.awaitRunning();
    return job;
  }

  /** By a FlinkStateSnapshot, whose deletion leaves it alone. */
  private String savepointOf(UserObject job) {
    UserObject snapshot = UserObject.stateSnapshot(namespace.name(), "of-" + job.name());
    snapshot.apply(
        Manifest.stateSnapshot(snapshot.name(), job.name(), "savepoint")
            .set("/spec/jobReference/kind", "FlinkSessionJob")
            .set("/spec/savepoint/disposeOnDelete", false));
    String path = snapshot.awaitReady().text("/path");
    snapshot.delete();
    snapshot.awaitGone();
    return path;
  }

  private static void isDeleted(FlinkResource cluster) {
    cluster.delete();
    cluster.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(cluster.children().everything()).isEmpty());
  }

  /** A checkpoint that the status of a job tells of, and that the job has heard of too. */
  private record Known(Journey journey, UserObject job, String jobId, long number, Diary diary) {

    static Known of(Journey journey, UserObject job) {
      journey.awaitCheckpoint(job, Diary.EMPTY);
      StatusView view =
          job.await(
              "telling of a checkpoint",
              seen ->
                  seen.text("/restorePoint/kind").equals("Checkpoint")
                      && seen.text("/restorePoint/jobId").equals(seen.text("/jobStatus/jobId")));
      String id = view.text("/jobStatus/jobId");
      String checkpoint = view.text("/restorePoint/path");
      Diary diary =
          Patience.untilFlink(job.name() + " has heard of " + checkpoint)
              .until(() -> journey.diary(job), seen -> seen.numberOf(id, checkpoint).isPresent());
      return new Known(journey, job, id, diary.numberOf(id, checkpoint).orElseThrow(), diary);
    }

    /** As another job, from this checkpoint or a later one. */
    void isBroughtBack(FlinkResource cluster) {
      journey.awaitBroughtBack(job, diary, number).assertBroughtBackAfter(number, diary);
      String now = job.awaitRunning().text("/jobStatus/jobId");
      assertThat(now).isNotEqualTo(jobId);
      assertThat(cluster.flink().runningJobs()).extracting(Job::id).contains(now);
    }
  }
}
