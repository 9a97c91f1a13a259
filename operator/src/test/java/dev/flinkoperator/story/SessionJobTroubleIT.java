package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A FlinkSessionJob that fails, and one that somebody wants started anew. */
class SessionJobTroubleIT {

  private static final String FAILURE = "java.lang.IllegalStateException: no such topic";

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_failed_job_is_left_until_a_new_nonce_starts_it_from_its_last_checkpoint() {
    FlinkSession session = cluster("failing-cluster");
    SessionJobSubject job = STAGE.sessionJob("failing").on("failing-cluster", "last-state");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    String checkpoint = job(session, first).completesCheckpoint();

    job(session, first).is("FAILED", FAILURE);

    FlinkSessionJobStatus failed = job.awaitStalled("JobFailed");
    assertThat(SessionJobSubject.message(failed)).contains("no such topic");
    assertThat(failed.getLifecycleState()).isEqualTo("FAILED");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> session.submitted().size() == 1);
    job.edit("spec: {restartNonce: 1}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(startedFrom(session, second)).isEqualTo(checkpoint);
  }

  @Test
  void a_failed_job_starts_again_by_itself_where_that_is_wanted_with_growing_pauses() {
    FlinkSession session = cluster("stubborn-cluster");
    SessionJobSubject job =
        STAGE
            .sessionJob("stubborn")
            .create(
                """
                spec:
                  deploymentName: stubborn-cluster
                  flinkConfiguration: {kubernetes.operator.job.restart.failed: "true"}
                  job: {upgradeMode: last-state}
                """);
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    String checkpoint = job(session, first).completesCheckpoint();

    job(session, first).is("FAILED", FAILURE);

    await().atMost(Subject.SOON).until(() -> session.submitted().size() == 2);
    String second = session.submitted().get(1);
    assertThat(startedFrom(session, second)).isEqualTo(checkpoint);
    job.awaitStatus("the second job runs", s -> runs(s, second));
    job(session, second).is("FAILED", FAILURE);
    FlinkSessionJobStatus waits = job.awaitReconciling("JobRestarting");
    assertThat(SessionJobSubject.message(waits))
        .contains("no such topic")
        .contains("started again at");
    assertThat(session.submitted()).hasSize(2);
    STAGE.timePasses(Duration.ofSeconds(20));

    await().atMost(Subject.SOON).until(() -> session.submitted().size() == 3);
    assertThat(startedFrom(session, session.submitted().get(2))).isEqualTo(checkpoint);
    job.awaitStatus("the third job runs", s -> runs(s, session.submitted().get(2)));
  }

  @Test
  void a_restart_nonce_starts_a_stateless_job_from_empty_and_once() {
    FlinkSession session = cluster("nonce-cluster");
    SessionJobSubject job = STAGE.sessionJob("nonce").on("nonce-cluster", "stateless");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    job(session, first).completesCheckpoint();

    job.edit("spec: {restartNonce: 7}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(job(session, first).overview("nonce")).contains("CANCELED");
    assertThat(startedFrom(session, second)).isEmpty();
    job.edit("spec: {restartNonce: 7}");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> session.submitted().size() == 2);
  }

  @Test
  void a_redeploy_nonce_starts_from_the_savepoint_that_is_named_and_not_from_the_own_state() {
    FlinkSession session = cluster("redeployed-cluster");
    SessionJobSubject job = STAGE.sessionJob("redeployed").on("redeployed-cluster", "savepoint");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    job(session, first).completesCheckpoint();

    job.edit(
        "spec: {job: {initialSavepointPath: \"file:/state/savepoints/chosen\","
            + " savepointRedeployNonce: 1}}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(job(session, first).overview("redeployed")).contains("CANCELED");
    assertThat(startedFrom(session, second)).isEqualTo("file:/state/savepoints/chosen");
  }

  @Test
  void a_redeploy_nonce_without_a_path_is_refused_and_the_job_goes_on() {
    FlinkSession session = cluster("pathless-cluster");
    SessionJobSubject job = STAGE.sessionJob("pathless").on("pathless-cluster", "savepoint");
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();

    job.edit("spec: {job: {savepointRedeployNonce: 1}}");

    assertThat(SessionJobSubject.message(job.awaitStalled("InvalidSpec")))
        .contains("initialSavepointPath");
    assertThat(session.submitted()).containsExactly(first);
    assertThat(job(session, first).overview("pathless")).contains("RUNNING");
  }

  private static boolean runs(FlinkSessionJobStatus status, String id) {
    return id.equals(status.getJobStatus().getJobId())
        && "STABLE".equals(status.getLifecycleState());
  }

  private static FlinkJob job(FlinkSession session, String id) {
    return Objects.requireNonNull(session.submitted(id));
  }

  /** Empty: from nothing. */
  private static String startedFrom(FlinkSession session, String id) {
    JsonNode request = Objects.requireNonNull(session.request(id));
    return request.path("savepointPath").asText();
  }

  private static FlinkSession cluster(String name) {
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
    FlinkSession session = cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    return session;
  }
}
