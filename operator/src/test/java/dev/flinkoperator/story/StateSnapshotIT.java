package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A FlinkStateSnapshot, by the book. */
class StateSnapshotIT {

  private static final String DIRECTORY =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.savepoint-dir: file:///state/savepoints
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void it_waits_for_its_job_and_is_taken_once_and_then_nothing_is_written() {
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("early").savepointOf("late");
    FlinkStateSnapshotStatus waiting = snapshot.awaitCondition("Reconciling", "WaitingForJob");
    assertThat(waiting.getState()).isEqualTo("TRIGGER_PENDING");

    Subject subject = STAGE.subject("late").createdAndRunning(DIRECTORY);

    FlinkStateSnapshotStatus complete = snapshot.awaitCondition("Ready", "SnapshotCompleted");
    assertThat(complete.getState()).isEqualTo("COMPLETED");
    assertThat(complete.getPath()).startsWith("file:/state/savepoints/savepoint-");
    assertThat(complete.getJobId()).isEqualTo(subject.jobId());
    assertThat(complete.getObservedGeneration()).isEqualTo(1);
    assertThat(complete.getPath()).endsWith("-1");
    assertThat(subject.ground().flinkWasAsked())
        .isNotEmpty()
        .allSatisfy(
            asked ->
                assertThat(asked)
                    .startsWith("POST savepoints")
                    .contains(complete.getTriggerId(), "file:///state/savepoints", "CANONICAL"));

    Writes writes = STAGE.writes();
    STAGE.stopOperator();
    STAGE.startOperator();
    String version = snapshot.get().getMetadata().getResourceVersion();
    await()
        .during(Duration.ofMillis(1500))
        .atMost(Subject.SOON)
        .until(() -> version.equals(snapshot.get().getMetadata().getResourceVersion()));
    assertThat(writes.seen()).filteredOn(write -> write.contains(" early ")).isEmpty();
  }

  @Test
  void a_checkpoint_tells_where_it_is() {
    Subject subject = STAGE.subject("checkpointed").createdAndRunning();

    StateSnapshotSubject snapshot =
        STAGE
            .stateSnapshot("checkpoint")
            .create("{jobReference: {kind: FlinkDeployment, name: checkpointed}, checkpoint: {}}");

    assertThat(snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath())
        .isEqualTo("file:/state/checkpoints/" + subject.jobId() + "/chk-1");
  }

  @Test
  void one_that_exists_already_is_complete_at_once_and_nothing_of_it_is_deleted() {
    StateSnapshotSubject snapshot =
        STAGE
            .stateSnapshot("existing")
            .create("{savepoint: {alreadyExists: true, path: 's3://bucket/savepoint-1'}}");

    assertThat(snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath())
        .isEqualTo("s3://bucket/savepoint-1");
    snapshot.delete();
    snapshot.awaitGone();
  }

  @Test
  void one_without_attempts_left_is_stalled_with_flinks_reason() {
    Subject subject = STAGE.subject("full-disk").createdAndRunning(DIRECTORY);
    subject.ground().job().feels(FlinkJob.Mood.FAILS);

    StateSnapshotSubject snapshot =
        STAGE
            .stateSnapshot("hopeless")
            .create(
                "{backoffLimit: 0, savepoint: {},"
                    + " jobReference: {kind: FlinkDeployment, name: full-disk}}");

    FlinkStateSnapshotStatus failed = snapshot.awaitCondition("Stalled", "SnapshotFailed");
    assertThat(failed.getState()).isEqualTo("FAILED");
    assertThat(failed.getFailures()).isEqualTo(1);
    assertThat(failed.getError()).contains("Disk quota exceeded");
  }

  @Test
  void an_operator_that_restarts_meanwhile_asks_for_no_second_one() {
    Subject subject = STAGE.subject("slow").createdAndRunning(DIRECTORY);
    subject.ground().job().feels(FlinkJob.Mood.TAKES_ITS_TIME);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("slowly").savepointOf("slow");
    String trigger = snapshot.awaitCondition("Reconciling", "TakingSavepoint").getTriggerId();

    STAGE.stopOperator();
    STAGE.startOperator();
    await().atMost(Subject.SOON).until(() -> !subject.ground().flinkWasAsked().isEmpty());
    subject.ground().job().feels(FlinkJob.Mood.COMPLETES);
    subject.ground().job().completesPending();

    FlinkStateSnapshotStatus complete = snapshot.awaitCondition("Ready", "SnapshotCompleted");
    assertThat(complete.getTriggerId()).isEqualTo(trigger);
    assertThat(complete.getPath()).endsWith("-1");
    assertThat(subject.ground().flinkWasAsked())
        .allSatisfy(asked -> assertThat(asked).contains(trigger));
  }

  @Test
  void one_of_a_suspended_job_is_abandoned() {
    STAGE.subject("suspended").create("spec: {job: {state: suspended}}").awaitReady("Suspended");

    StateSnapshotSubject snapshot = STAGE.stateSnapshot("of-nothing").savepointOf("suspended");

    FlinkStateSnapshotStatus given = snapshot.awaitCondition("Stalled", "SnapshotAbandoned");
    assertThat(given.getState()).isEqualTo("ABANDONED");
    assertThat(given.getError()).contains("suspended");
  }

  @Test
  void its_savepoint_is_deleted_with_it() {
    Subject subject = STAGE.subject("disposing").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("disposed").savepointOf("disposing");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();

    snapshot.delete();
    snapshot.awaitGone();

    assertThat(subject.ground().flinkWasAsked())
        .anySatisfy(
            asked -> assertThat(asked).startsWith("POST savepoint-disposal").contains(path));
  }

  @Test
  void its_savepoint_stays_while_another_resource_names_it() {
    Subject subject = STAGE.subject("original").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("shared").savepointOf("original");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();
    STAGE
        .subject("copy")
        .create(
            "spec: {job: {state: suspended, initialSavepointPath: 'flinkstatesnapshot:shared'}}")
        .awaitReady("Suspended");

    snapshot.delete();
    snapshot.awaitGone();

    assertThat(subject.ground().flinkWasAsked())
        .noneSatisfy(asked -> assertThat(asked).contains("disposal"));
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(snapshot.events())
                    .anySatisfy(event -> assertThat(event).contains(path, "FlinkDeployment copy")));
  }

  @Test
  void its_deletion_ends_though_the_cluster_is_gone() {
    Subject subject = STAGE.subject("vanishing").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("left-over").savepointOf("vanishing");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();
    subject.delete();
    subject.awaitGone();

    snapshot.delete();
    snapshot.awaitGone();

    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(snapshot.events())
                    .anySatisfy(
                        event -> assertThat(event).contains("CleanupFailed").contains(path)));
  }

  @Test
  void a_savepoint_of_a_session_job_is_taken_on_its_cluster() {
    Subject cluster = STAGE.subject("snapshots-session").create("spec: {job: null}");
    cluster.ground().jobManagerIsUp();
    FlinkSession session = cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    SessionJobSubject job = STAGE.sessionJob("snapped").on("snapshots-session", "stateless");
    String jobId = job.awaitReady("JobRunning").getJobStatus().getJobId();

    StateSnapshotSubject snapshot =
        STAGE
            .stateSnapshot("of-a-session-job")
            .create(
                "{jobReference: {kind: FlinkSessionJob, name: snapped},"
                    + " savepoint: {path: 'file:/elsewhere', disposeOnDelete: false}}");

    FlinkStateSnapshotStatus complete = snapshot.awaitCondition("Ready", "SnapshotCompleted");
    assertThat(complete.getJobId()).isEqualTo(jobId);
    assertThat(Objects.requireNonNull(session.submitted(jobId)).id).isEqualTo(jobId);
    List<String> asked = cluster.ground().flinkWasAsked();
    assertThat(asked).anySatisfy(each -> assertThat(each).contains("file:/elsewhere"));
    snapshot.delete();
    snapshot.awaitGone();
    assertThat(cluster.ground().flinkWasAsked())
        .noneSatisfy(each -> assertThat(each).contains("disposal"));
  }
}
