package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Unreachable;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked
class StateSnapshotPlannerTest {

  private static final String PATH = "file:/state/savepoints/savepoint-012345-1";

  @Test
  void ids_are_written_before_flink_is_asked() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("");
    scene.flinkSays("RUNNING");

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.steps()).hasSize(2);
    assertThat(plan.steps().get(0)).isInstanceOf(Step.SaveIntent.class);
    assertThat(plan.steps().get(1))
        .isInstanceOfSatisfying(
            Step.StartOperation.class,
            start -> {
              assertThat(start.operation().triggerId()).isEqualTo(scene.triggerId());
              assertThat(start.directory()).isEqualTo("file:/state/savepoints");
              assertThat(start.address()).hasToString("http://orders-rest.streams:8081");
            });
    assertThat(scene.status().getState()).isEqualTo("IN_PROGRESS");
    assertThat(scene.status().getJobId()).isEqualTo(StateSnapshotScene.JOB);
  }

  @Test
  void what_flink_does_not_know_is_asked_again_under_the_same_id() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("").asked();
    String trigger = scene.triggerId();
    scene.operation = new OperationView.NotKnown(trigger);

    assertThat(scene.pass().steps())
        .singleElement()
        .isInstanceOfSatisfying(
            Step.StartOperation.class,
            start -> assertThat(start.operation().triggerId()).isEqualTo(trigger));
    assertThat(scene.triggerId()).isEqualTo(trigger);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESTARTING", "CREATED"})
  void a_job_that_does_not_run_is_not_asked(String state) {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("");
    scene.flinkSays(state);

    assertThat(scene.pass().steps()).isEmpty();
    assertThat(scene.status().getState()).isEqualTo("TRIGGER_PENDING");
  }

  @Test
  void without_a_limit_it_is_tried_again_after_growing_pauses_under_another_id() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("").asked();
    String first = scene.triggerId();
    scene.operation = new OperationView.Failed(first, "disk full");

    assertThat(scene.pass().wake()).isEqualTo(Duration.ofSeconds(10));
    assertThat(scene.status().getState()).isEqualTo("TRIGGER_PENDING");
    scene.operation = null;
    scene.later(Duration.ofSeconds(9));
    assertThat(scene.pass().steps()).isEmpty();
    scene.later(Duration.ofSeconds(1));
    assertThat(scene.pass().steps()).hasSize(2);
    assertThat(scene.triggerId()).isNotEqualTo(first);

    scene.operation = new OperationView.Failed(scene.triggerId(), "disk full");
    assertThat(scene.pass().wake()).isEqualTo(Duration.ofSeconds(20));
    assertThat(scene.status().getFailures()).isEqualTo(2);
  }

  @Test
  void with_no_attempt_left_it_is_stalled_and_asks_nobody() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint(", backoffLimit: 0").asked();
    scene.operation = new OperationView.Failed(scene.triggerId(), "disk full");

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.health().reason()).isEqualTo(Reason.SnapshotFailed);
    assertThat(plan.follow()).isNull();
    assertThat(scene.status().getState()).isEqualTo("FAILED");
    FlinkStateSnapshotStatus before = scene.status();
    scene.pass();
    assertThat(scene.status()).isEqualTo(before);
  }

  @Test
  void a_complete_one_is_left_alone_whatever_becomes_of_its_job() {
    StateSnapshotScene scene = complete("");
    FlinkStateSnapshotStatus before = scene.status();
    scene.application = null;
    scene.later(Duration.ofDays(1));

    StateSnapshotPlan plan = scene.pass();

    assertThat(scene.status()).isEqualTo(before);
    assertThat(plan.follow()).isNull();
    assertThat(plan.wake()).isNull();
    assertThat(plan.notices()).isEmpty();
  }

  @Test
  void one_whose_job_is_gone_while_it_is_taken_is_abandoned() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("").asked();
    scene.application = null;

    StateSnapshotPlan plan = scene.pass();

    assertThat(scene.status().getState()).isEqualTo("ABANDONED");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly(EventReason.STATE_SNAPSHOT_ABANDONED);
  }

  @Test
  void one_that_another_operator_has_asked_for_is_waited_for() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("");
    FlinkStateSnapshotStatus status = new FlinkStateSnapshotStatus();
    status.setState("IN_PROGRESS");
    status.setTriggerId("ab".repeat(16));
    scene.resource.setStatus(status);
    scene.flinkSays("RUNNING");

    assertThat(scene.pass().follow().operation().triggerId()).isEqualTo("ab".repeat(16));
    scene.operation = new OperationView.Completed("ab".repeat(16), PATH);
    scene.pass();
    assertThat(scene.status().getPath()).isEqualTo(PATH);
  }

  @Test
  void a_checkpoint_of_a_flink_that_cannot_is_stalled() {
    StateSnapshotScene scene =
        new StateSnapshotScene(
            "{jobReference: {kind: FlinkDeployment, name: orders}, checkpoint: {}}");
    scene.application.getSpec().setFlinkVersion(FlinkVersion.V1_16);
    scene.flinkSays("RUNNING");

    assertThat(scene.pass().health().reason()).isEqualTo(Reason.NotSupported);
  }

  @Test
  void flink_is_asked_to_delete_only_after_that_is_written() {
    StateSnapshotScene scene = complete("");
    scene.delete();
    assertThat(scene.pass().steps()).singleElement().isInstanceOf(Step.SaveIntent.class);
    scene.flinkSays("RUNNING");
    assertThat(scene.pass().steps())
        .singleElement()
        .isInstanceOfSatisfying(
            Step.DisposeSavepoint.class, dispose -> assertThat(dispose.path()).isEqualTo(PATH));

    scene.disposal = new DisposalView(PATH, null, scene.now);
    assertThat(scene.pass().finishesDeletion()).isTrue();
  }

  @Test
  void a_deletion_that_nobody_answers_ends_and_names_the_savepoint() {
    StateSnapshotScene scene = complete("");
    scene.delete();
    scene.pass();
    scene.jobs = new Unreachable("connection refused", scene.now, null);
    scene.later(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(scene.pass().finishesDeletion()).isFalse();
    scene.later(Duration.ofSeconds(1));

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.finishesDeletion()).isTrue();
    assertThat(plan.notices().get(0).message()).contains(PATH, "connection refused");
  }

  @Test
  void a_failed_disposal_is_counted_once_and_repeated() {
    StateSnapshotScene scene = complete("");
    scene.delete();
    scene.pass();
    scene.flinkSays("RUNNING");
    scene.later(Duration.ofSeconds(1));
    scene.disposal = new DisposalView(PATH, "permission denied", scene.now);
    assertThat(scene.pass().steps()).isEmpty();
    scene.pass();
    assertThat(scene.status().getDisposal().getAttempt()).isEqualTo(2);

    scene.later(Duration.ofSeconds(15));
    assertThat(scene.pass().steps()).hasSize(1);
    assertThat(scene.status().getDisposal().getAttempt()).isEqualTo(2);
    assertThat(scene.status().getError()).contains("permission denied");
  }

  @Test
  void a_savepoint_found_to_be_needed_just_before_its_disposal_stays_at_once() {
    StateSnapshotScene scene = complete("");
    scene.delete();
    scene.pass();
    scene.flinkSays("RUNNING");
    scene.later(Duration.ofSeconds(1));
    scene.disposal = new DisposalView(PATH, "FlinkDeployment other names it", scene.now, true);

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.finishesDeletion()).isTrue();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notices().get(0).message()).contains(PATH, "FlinkDeployment other names it");
  }

  @Test
  void a_savepoint_of_a_snapshot_that_its_job_names_is_not_deleted() {
    StateSnapshotScene scene = complete("");
    scene
        .application
        .getSpec()
        .getJob()
        .setInitialSavepointPath("flinkstatesnapshot:" + scene.resource.getMetadata().getName());
    scene.delete();

    assertThat(scene.pass().finishesDeletion()).isTrue();
    assertThat(scene.pass().steps()).isEmpty();
  }

  @Test
  void a_savepoint_that_the_job_is_brought_back_from_is_not_deleted() {
    StateSnapshotScene scene = complete("");
    RestorePoint point = new RestorePoint();
    point.setPath(PATH);
    scene.application.getStatus().setRestorePoint(point);
    scene.delete();

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.finishesDeletion()).isTrue();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notices().get(0).message()).contains(PATH, "brought back");
  }

  @Test
  void one_deleted_while_it_is_taken_waits_for_a_bounded_time() {
    StateSnapshotScene scene = StateSnapshotScene.savepoint("").asked();
    scene.operation = new OperationView.Running(scene.triggerId());
    scene.delete();
    assertThat(scene.pass().finishesDeletion()).isFalse();
    scene.later(Duration.ofMinutes(10));

    StateSnapshotPlan plan = scene.pass();

    assertThat(plan.finishesDeletion()).isTrue();
    assertThat(plan.notices().get(0).message()).contains(scene.triggerId());
  }

  private static StateSnapshotScene complete(String further) {
    StateSnapshotScene scene = StateSnapshotScene.savepoint(further).asked();
    scene.operation = new OperationView.Completed(scene.triggerId(), PATH);
    scene.pass();
    scene.operation = null;
    return scene;
  }
}
