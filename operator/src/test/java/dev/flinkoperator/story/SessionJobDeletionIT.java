package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever has become of its cluster, a FlinkSessionJob that is deleted goes in the end. */
class SessionJobDeletionIT {

  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @RegisterExtension static final Stage STAGE = new Stage();

  @BeforeAll
  static void flinkIsNotWaitedForLong() {
    STAGE.stopOperator();
    STAGE.startOperator(Map.of("kubernetes.operator.flink.client.timeout", "1 s"));
  }

  @Test
  void one_whose_cluster_was_torn_away_goes_at_once() {
    Subject cluster = running("torn-cluster");
    SessionJobSubject job = STAGE.sessionJob("torn").on("torn-cluster", "savepoint");
    job.awaitReady("JobRunning");
    cluster.delete();
    cluster.awaitReconciling("WaitingForJobs");
    cluster.edit("metadata: {finalizers: null}");
    cluster.awaitGone();
    cluster.ground().restIsGone();

    job.delete();

    job.awaitGone();
  }

  @Test
  void one_whose_cluster_has_lost_its_job_manager_goes_with_what_ran_there() {
    Subject cluster = running("lost-cluster");
    SessionJobSubject job = STAGE.sessionJob("lost").on("lost-cluster", "stateless");
    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();
    String uid = cluster.ground().jobManager().get().getMetadata().getUid();

    cluster.ground().restIsGone();
    cluster.ground().jobManager().delete();
    cluster.ground().awaitOtherJobManager(uid);
    job.delete();

    waitsForFlink(job);
    STAGE.timePasses(Duration.ofMinutes(6));
    job.awaitGone();
    told("lost", id);
  }

  @Test
  void one_whose_cluster_is_silent_is_held_for_a_bounded_time_and_it_is_told_what_may_be_left() {
    Subject cluster = running("silent-cluster");
    FlinkSession session = cluster.ground().session();
    SessionJobSubject job = STAGE.sessionJob("silent").on("silent-cluster", "savepoint");
    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();
    cluster.ground().restIsSilent();

    job.delete();

    waitsForFlink(job);
    STAGE.timePasses(Duration.ofMinutes(6));
    job.awaitGone();
    told("silent", id);
    assertThat(Objects.requireNonNull(session.submitted(id)).overview("silent"))
        .contains("RUNNING");
  }

  /** With its finalizer on, and a word on what is waited for. */
  private static void waitsForFlink(SessionJobSubject job) {
    FlinkSessionJobStatus held = job.awaitReconciling("Deleting");
    assertThat(held.getLifecycleState()).isEqualTo("DELETING");
    await()
        .during(A_WHILE)
        .atMost(Subject.SOON)
        .untilAsserted(
            () -> assertThat(job.resource().get().getMetadata().getFinalizers()).isNotEmpty());
  }

  private static void told(String name, String jobId) {
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(events(name))
                    .filteredOn(event -> event.getReason().equals("CleanupFailed"))
                    .singleElement()
                    .satisfies(
                        event ->
                            assertThat(event.getNote())
                                .contains("has not answered")
                                .contains("job " + jobId)
                                .contains("cancelled in Flink")));
  }

  private static List<Event> events(String name) {
    return STAGE
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(STAGE.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .toList();
  }

  private static Subject running(String name) {
    Subject cluster =
        STAGE
            .subject(name)
            .create(
                """
                spec:
                  job: null
                  flinkConfiguration:
                    state.checkpoints.dir: file:/state/checkpoints
                    state.savepoints.dir: file:/state/savepoints
                """);
    cluster.ground().jobManagerIsUp();
    cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    return cluster;
  }
}
