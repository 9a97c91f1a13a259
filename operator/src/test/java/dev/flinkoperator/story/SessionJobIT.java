package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A FlinkSessionJob, by the book. */
class SessionJobIT {

  private static final String DIRECTORIES =
      """
      spec:
        job: null
        flinkConfiguration:
          state.checkpoints.dir: file:/state/checkpoints
          state.savepoints.dir: file:/state/savepoints
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void it_waits_for_its_cluster_and_is_submitted_under_the_id_that_is_written() {
    SessionJobSubject job = STAGE.sessionJob("early").on("late-cluster", "stateless");

    FlinkSessionJobStatus waiting = job.awaitReconciling("WaitingForCluster");
    assertThat(waiting.getLifecycleState()).isEqualTo("CREATED");
    assertThat(waiting.getJobStatus().getState()).isEqualTo("RECONCILING");

    FlinkSession session = cluster("late-cluster");
    FlinkSessionJobStatus running = job.awaitReady("JobRunning");
    assertThat(running.getLifecycleState()).isEqualTo("STABLE");
    assertThat(running.getJobStatus().getState()).isEqualTo("RUNNING");
    assertThat(running.getSubmission()).isNull();
    assertThat(session.submitted()).containsExactly(running.getJobStatus().getJobId());
    JsonNode request = Objects.requireNonNull(session.request(running.getJobStatus().getJobId()));
    assertThat(request.path("parallelism").asInt()).isEqualTo(2);
    assertThat(request.has("savepointPath")).isFalse();

    Writes writes = STAGE.writes();
    String version = job.resource().get().getMetadata().getResourceVersion();
    await()
        .during(Duration.ofMillis(1500))
        .atMost(Subject.SOON)
        .until(() -> version.equals(job.resource().get().getMetadata().getResourceVersion()));
    assertThat(writes.seen()).filteredOn(write -> write.contains(" early ")).isEmpty();
  }

  @Test
  void an_upgrade_by_savepoint_starts_the_next_job_from_it() {
    FlinkSession session = cluster("upgraded-cluster");
    SessionJobSubject job = STAGE.sessionJob("upgraded").on("upgraded-cluster", "savepoint");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();

    job.edit("spec: {job: {parallelism: 3}}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    JsonNode request = Objects.requireNonNull(session.request(second));
    assertThat(request.path("savepointPath").asText())
        .isEqualTo("file:/state/savepoints/savepoint-" + first.substring(0, 6) + "-1");
    assertThat(request.path("parallelism").asInt()).isEqualTo(3);
  }

  @Test
  void an_upgrade_by_last_state_starts_the_next_job_from_the_last_checkpoint() {
    FlinkSession session = cluster("last-cluster");
    SessionJobSubject job = STAGE.sessionJob("last").on("last-cluster", "last-state");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    String checkpoint = Objects.requireNonNull(session.submitted(first)).completesCheckpoint();

    job.edit("spec: {restartNonce: 1}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(Objects.requireNonNull(session.request(second)).path("savepointPath").asText())
        .isEqualTo(checkpoint);
  }

  @Test
  void a_suspended_job_ends_with_a_savepoint_and_goes_on_from_it() {
    FlinkSession session = cluster("rest-cluster");
    SessionJobSubject job = STAGE.sessionJob("rest").on("rest-cluster", "savepoint");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();

    job.edit("spec: {job: {state: suspended}}");
    FlinkSessionJobStatus suspended = job.awaitReady("Suspended");
    assertThat(suspended.getLifecycleState()).isEqualTo("SUSPENDED");
    assertThat(suspended.getJobStatus().getState()).isEqualTo("FINISHED");
    String path = suspended.getRestorePoint().getPath();
    job.edit("spec: {job: {state: running}}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(Objects.requireNonNull(session.request(second)).path("savepointPath").asText())
        .isEqualTo(path);
  }

  @Test
  void an_upgrade_of_the_cluster_has_its_job_stopped_first_and_started_again_after() {
    Subject cluster = STAGE.subject("moving-cluster").create(DIRECTORIES);
    FlinkSession session = comesUp(cluster);
    SessionJobSubject job = STAGE.sessionJob("moving").on("moving-cluster", "savepoint");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    FlinkJob running = Objects.requireNonNull(session.submitted(first));
    running.feels(FlinkJob.Mood.TAKES_ITS_TIME);
    String uid = cluster.ground().jobManager().get().getMetadata().getUid();

    cluster.edit("spec: {flinkConfiguration: {web.timeout: 12345}}");

    assertThat(cluster.awaitReconciling("WaitingForSessionJobs").getMessage()).contains("moving");
    job.awaitReconciling("TakingSavepoint");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> uid.equals(cluster.ground().jobManager().get().getMetadata().getUid()));
    assertThat(cluster.ground().jobManager().get().getSpec().getReplicas()).isEqualTo(1);
    await()
        .atMost(Subject.SOON)
        .until(
            () -> {
              // It may be asked again as long as it has not been told.
              running.completesPending();
              return job.status().getRestorePoint() != null
                  && Boolean.TRUE.equals(job.status().getRestorePoint().getEnded());
            });
    String path = job.status().getRestorePoint().getPath();
    cluster.ground().awaitOtherJobManager(uid);
    cluster.ground().restIsGone();
    FlinkSession next = comesUp(cluster);

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(second).isNotEqualTo(first);
    assertThat(next.submitted()).containsExactly(second);
    assertThat(Objects.requireNonNull(next.request(second)).path("savepointPath").asText())
        .isEqualTo(path);
  }

  @Test
  void a_lost_answer_makes_no_second_job_even_when_the_operator_is_restarted() {
    FlinkSession session = cluster("lossy-cluster");
    session.losesAnswers(true);
    SessionJobSubject job = STAGE.sessionJob("lossy").on("lossy-cluster", "stateless");
    await().atMost(Subject.SOON).until(() -> session.submitted().size() == 1);

    STAGE.stopOperator();
    STAGE.startOperator();

    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(id);
  }

  @Test
  void a_deletion_cancels_the_job_and_leaves_the_cluster_alone() {
    FlinkSession session = cluster("emptied-cluster");
    SessionJobSubject job = STAGE.sessionJob("emptied").on("emptied-cluster", "stateless");
    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();

    job.delete();

    job.awaitGone();
    assertThat(Objects.requireNonNull(session.submitted(id)).overview("emptied"))
        .contains("CANCELED");
    STAGE.subject("emptied-cluster").awaitReady("ClusterRunning");
  }

  @Test
  void a_cluster_is_deleted_after_its_session_jobs_and_both_at_once_go() {
    Subject cluster = STAGE.subject("doomed-cluster").create(DIRECTORIES);
    comesUp(cluster);
    SessionJobSubject job = STAGE.sessionJob("doomed").on("doomed-cluster", "stateless");
    job.awaitReady("JobRunning");

    cluster.delete();
    assertThat(cluster.awaitReconciling("WaitingForJobs").getMessage())
        .contains("FlinkSessionJobs")
        .contains("doomed");
    job.delete();

    job.awaitGone();
    cluster.awaitGone();
  }

  @Test
  void its_owner_may_have_a_cluster_deleted_under_its_job_which_keeps_its_state() {
    Subject cluster = STAGE.subject("felled-cluster").create(DIRECTORIES);
    comesUp(cluster);
    SessionJobSubject job = STAGE.sessionJob("felled").on("felled-cluster", "savepoint");
    job.awaitReady("JobRunning");
    cluster.edit(
        "spec: {flinkConfiguration: {kubernetes.operator.session.deletion.block-on-session-jobs:"
            + " false}}");

    cluster.delete();

    cluster.awaitGone();
    FlinkSessionJobStatus left = job.awaitReconciling("WaitingForCluster");
    assertThat(left.getRestorePoint().getEnded()).isTrue();
    assertThat(left.getRestorePoint().getPath()).startsWith("file:/state/savepoints/");
    job.delete();
    job.awaitGone();
  }

  @Test
  void what_cannot_be_followed_is_told_and_the_running_job_left_alone() {
    FlinkSession session = cluster("strict-cluster");
    SessionJobSubject job = STAGE.sessionJob("strict").on("strict-cluster", "stateless");
    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();

    job.edit("spec: {deploymentName: elsewhere}");

    FlinkSessionJobStatus stalled = job.awaitStalled("InvalidSpec");
    assertThat(SessionJobSubject.message(stalled)).contains("cannot move");
    assertThat(stalled.getLifecycleState()).isEqualTo("STABLE");
    assertThat(session.submitted()).isEqualTo(List.of(id));
    job.edit("spec: {deploymentName: strict-cluster}");
    job.awaitReady("JobRunning");
    assertThat(session.submitted()).isEqualTo(List.of(id));
  }

  private static FlinkSession cluster(String name) {
    return comesUp(STAGE.subject(name).create(DIRECTORIES));
  }

  private static FlinkSession comesUp(Subject cluster) {
    cluster.ground().jobManagerIsUp();
    FlinkSession session = cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    return session;
  }
}
