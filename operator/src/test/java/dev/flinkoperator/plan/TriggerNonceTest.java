package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A changed nonce has a savepoint or checkpoint taken, and the job goes on as it was. */
@NullUnmarked
class TriggerNonceTest {

  private static final String PATH = "file:///state/savepoints/savepoint-1";

  private final Scene stateful = Scene.running(SavepointUpgradeTest::bySavepoint);
  private final Scene stateless = Scene.running(TriggerNonceTest::stateless);

  @Test
  void a_new_nonce_is_written_down_as_an_operation_before_Flink_is_asked() {
    Plan plan = savepointNonce(stateful, 1L).pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "StartOperation");
    Operation asked = operation(plan);
    assertThat(asked.kind()).isEqualTo(OperationKind.Savepoint);
    assertThat(asked.cause()).isEqualTo(RestorePoint.Cause.Manual);
    assertThat(asked.nonce()).isEqualTo(1L);
    assertThat(status(stateful).getOperation().getTriggerId()).isEqualTo(asked.triggerId());
    assertThat(status(stateful).getJobStatus().getSavepointInfo().getTriggerId())
        .isEqualTo(asked.triggerId());
    assertThat(plan.follow().operation()).isEqualTo(asked.question());
    Step.StartOperation start = (Step.StartOperation) plan.steps().get(1);
    assertThat(start.directory()).isEqualTo("file:///state/savepoints");
    assertThat(start.formatType()).isEqualTo("CANONICAL");
  }

  @Test
  void nothing_is_asked_of_a_run_begun_anew_before_the_status_is_of_that_run() {
    savepointNonce(stateful, 1L).after(Duration.ofMinutes(1));

    Plan silent = stateful.unavailableSince(stateful.now()).startedAnew().pass();
    assertThat(silent.verdict()).isInstanceOf(Verdict.AsBefore.class);
    assertThat(names(silent)).doesNotContain("StartOperation");

    stateful.available().pass();
    assertThat(names(stateful.pass())).contains("StartOperation");
  }

  @Test
  void the_resource_stays_ready_all_the_while() {
    assertThat(ready(savepointNonce(stateful, 1L).pass())).isTrue();
    assertThat(ready(stateful.operationRunning().pass())).isTrue();
    assertThat(ready(stateful.operationFailed("no room").pass())).isTrue();
    assertThat(ready(stateful.after(Duration.ofSeconds(10)).operationNotKnown().pass())).isTrue();
    assertThat(ready(stateful.operationCompleted(PATH).pass())).isTrue();
  }

  @Test
  void a_completed_savepoint_becomes_the_restore_point_and_its_nonce_is_done_with() {
    savepointNonce(stateful, 1L).pass();

    Plan plan = stateful.after(Duration.ofSeconds(3)).operationCompleted(PATH).pass();

    assertThat(status(stateful).getOperation()).isNull();
    assertThat(status(stateful).getConsumedNonces().getSavepoint()).isEqualTo(1L);
    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo(PATH);
    assertThat(status(stateful).getRestorePoint().getCause()).isEqualTo("Manual");
    assertThat(status(stateful).getRestorePoint().getEnded()).isFalse();
    SavepointInfo info = status(stateful).getJobStatus().getSavepointInfo();
    assertThat(info.getTriggerId()).isNull();
    assertThat(info.getLastSavepoint().getLocation()).isEqualTo(PATH);
    assertThat(info.getLastSavepoint().getTriggerType()).isEqualTo("MANUAL");
    assertThat(info.getLastSavepoint().getFormatType()).isEqualTo("CANONICAL");
    assertThat(info.getLastSavepoint().getTriggerNonce()).isEqualTo(1L);
    assertThat(info.getSavepointHistory()).containsExactly(info.getLastSavepoint());
    assertThat(plan.notices())
        .containsExactly(
            new Notice(
                EventReason.SNAPSHOT_SAVEPOINT_TAKEN,
                "Savepoint taken (spec.job.savepointTriggerNonce 1): " + PATH));
  }

  @Test
  void nothing_more_is_written_once_it_is_done() {
    savepointNonce(stateful, 1L).pass();
    stateful.operationCompleted(PATH).pass();
    FlinkDeploymentStatus written = status(stateful);

    Plan plan = stateful.after(Duration.ofHours(1)).pass();

    assertThat(status(stateful)).isEqualTo(written);
    assertThat(plan.wake()).isNull();
    assertThat(plan.follow().operation()).isNull();
  }

  @Test
  void it_is_taken_of_a_job_whose_state_does_not_matter_too() {
    savepointNonce(stateless, 1L).pass();
    stateless.operationCompleted(PATH).pass();

    assertThat(status(stateless).getRestorePoint().getPath()).isEqualTo(PATH);
    assertThat(status(stateless).getConsumedNonces().getSavepoint()).isEqualTo(1L);
    assertThat(names(stateless.pass())).containsExactly("SaveIntent");
  }

  @Test
  void a_checkpoint_is_taken_in_the_same_way() {
    Plan plan = stateless.editJob(job -> job.setCheckpointTriggerNonce(4L)).pass();
    assertThat(operation(plan).kind()).isEqualTo(OperationKind.Checkpoint);
    assertThat(((Step.StartOperation) plan.steps().get(1)).formatType()).isEqualTo("FULL");

    Plan done = stateless.operationCompleted(null).pass();

    var last = status(stateless).getJobStatus().getCheckpointInfo().getLastCheckpoint();
    assertThat(last.getTriggerType()).isEqualTo("MANUAL");
    assertThat(last.getTriggerNonce()).isEqualTo(4L);
    assertThat(status(stateless).getConsumedNonces().getCheckpoint()).isEqualTo(4L);
    assertThat(done.notices().get(0).message())
        .isEqualTo("Checkpoint taken (spec.job.checkpointTriggerNonce 4)");
  }

  @Test
  void a_checkpoint_of_a_Flink_that_takes_none_on_request_is_told_to_be_impossible() {
    Scene old =
        Scene.running(
            spec -> {
              stateless(spec);
              spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V1_16);
            });

    Plan plan = old.editJob(job -> job.setCheckpointTriggerNonce(4L)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(((Verdict.Judged) plan.verdict()).health().message()).contains("need Flink 1.17");
  }

  @Test
  void both_at_once_are_taken_one_after_the_other() {
    stateless.editJob(job -> job.setCheckpointTriggerNonce(4L));
    assertThat(operation(savepointNonce(stateless, 1L).pass()).kind())
        .isEqualTo(OperationKind.Savepoint);

    Plan plan = stateless.operationCompleted(PATH).pass();

    assertThat(operation(plan).kind()).isEqualTo(OperationKind.Checkpoint);
  }

  @Test
  void the_nonce_of_the_first_deployment_and_a_cleared_one_ask_for_nothing() {
    Scene scene =
        Scene.running(
            spec -> {
              stateless(spec);
              spec.getJob().setSavepointTriggerNonce(7L);
            });
    assertThat(names(scene.pass())).containsExactly("SaveIntent");
    assertThat(names(savepointNonce(scene, null).pass())).containsExactly("SaveIntent");
    assertThat(names(savepointNonce(scene, 7L).pass())).containsExactly("SaveIntent");
    assertThat(names(savepointNonce(scene, 8L).pass())).contains("StartOperation");
  }

  @Test
  void a_failure_is_tried_again_after_a_pause_under_another_id() {
    String first = operation(savepointNonce(stateful, 1L).pass()).triggerId();

    Plan failed = stateful.operationFailed("the disk is full").pass();
    assertThat(names(failed)).containsExactly("SaveIntent");
    assertThat(failed.wake()).isEqualTo(Duration.ofSeconds(10));
    assertThat(status(stateful).getOperation().getError()).isEqualTo("the disk is full");
    assertThat(failed.follow().operation()).isNull();

    Plan early = stateful.after(Duration.ofSeconds(4)).operationNotKnown().pass();
    assertThat(names(early)).containsExactly("SaveIntent");
    assertThat(early.wake()).isEqualTo(Duration.ofSeconds(6));

    Plan second = stateful.after(Duration.ofSeconds(6)).operationNotKnown().pass();
    assertThat(operation(second).triggerId()).isNotEqualTo(first);
    assertThat(second.follow().operation()).isEqualTo(operation(second).question());
  }

  @Test
  void after_three_attempts_the_nonce_is_given_up_with_the_reason() {
    savepointNonce(stateful, 1L).pass();
    stateful.operationFailed("the disk is full").pass();
    stateful.after(Duration.ofSeconds(10)).operationFailed("the disk is full").pass();

    Plan plan = stateful.after(Duration.ofSeconds(20)).operationFailed("still full").pass();

    assertThat(status(stateful).getOperation()).isNull();
    assertThat(status(stateful).getConsumedNonces().getSavepoint()).isEqualTo(1L);
    assertThat(plan.notices())
        .containsExactly(
            new Notice(
                EventReason.SNAPSHOT_SAVEPOINT_ERROR,
                "No savepoint could be taken in 3 attempts (spec.job.savepointTriggerNonce 1); the"
                    + " job goes on. Change the nonce to ask again. The last attempt: still"
                    + " full"));
    assertThat(names(savepointNonce(stateful, 2L).pass())).contains("StartOperation");
  }

  @Test
  void what_Flink_does_not_know_is_asked_for_again_under_the_same_id() {
    Operation asked = operation(savepointNonce(stateful, 1L).pass());

    assertThat(operation(stateful.operationNotKnown().pass())).isEqualTo(asked);
  }

  @Test
  void what_a_new_JobManager_is_asked_for_again_is_newer_than_the_checkpoints_before() {
    Scene available = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, true));
    savepointNonce(available, 1L).pass();
    available.after(Duration.ofSeconds(20)).operatorRestarted().startedAnew();
    available.after(Duration.ofSeconds(1)).operationNotKnown().pass();
    available.after(Duration.ofSeconds(1)).operationCompleted(PATH).pass();

    // A former leader has not heard of anything since the checkpoint before.
    available.after(Duration.ofSeconds(-10)).checkpoint(2, "file:///state/checkpoints/chk-2");
    available.after(Duration.ofSeconds(11)).pass();

    assertThat(status(available).getRestorePoint().getPath()).isEqualTo(PATH);
  }

  @Test
  void a_job_that_does_not_run_is_waited_for() {
    stateful.job("RESTARTING").pass();
    assertThat(names(savepointNonce(stateful, 1L).pass())).containsExactly("SaveIntent");
    assertThat(status(stateful).getOperation()).isNull();

    assertThat(names(stateful.job("RUNNING").pass())).contains("StartOperation");
  }

  @Test
  void a_failure_of_a_job_that_restarts_counts_when_it_runs_again() {
    savepointNonce(stateful, 1L).pass();
    stateful.job("RESTARTING").operationFailed("the job restarts").pass();
    assertThat(status(stateful).getOperation().getAttempt()).isEqualTo(1);

    stateful.job("RUNNING").pass();
    assertThat(status(stateful).getOperation().getAttempt()).isEqualTo(2);
  }

  @Test
  void an_upgrade_takes_its_place_and_the_next_job_is_asked() {
    savepointNonce(stateful, 1L).pass();
    Plan upgrade = stateful.edit(spec -> spec.setImage("flink:next")).pass();
    assertThat(operation(upgrade).kind()).isEqualTo(OperationKind.StopWithSavepoint);

    stateful.job("FINISHED").operationCompleted(PATH).pass();
    stateful.clusterGone().pass();
    assertThat(status(stateful).getConsumedNonces()).isNull();
    Plan running = stateful.available().job("RUNNING").pass();

    assertThat(operation(running).kind()).isEqualTo(OperationKind.Savepoint);
    assertThat(operation(running).nonce()).isEqualTo(1L);
    assertThat(operation(running).jobId()).isEqualTo(stateful.jobId());
  }

  @Test
  void an_upgrade_of_a_stateless_job_takes_its_place_too() {
    savepointNonce(stateless, 1L).pass();
    stateless.edit(spec -> spec.setImage("flink:next")).pass();
    assertThat(status(stateless).getOperation()).isNull();
    stateless.clusterGone().pass();

    assertThat(operation(stateless.available().job("RUNNING").pass()).nonce()).isEqualTo(1L);
  }

  @Test
  void one_that_is_complete_when_an_upgrade_comes_is_not_forgotten() {
    savepointNonce(stateful, 1L).pass();

    stateful.operationCompleted(PATH).edit(spec -> spec.setImage("flink:next")).pass();

    assertThat(status(stateful).getOperation().getKind().getValue()).isEqualTo("StopWithSavepoint");
    assertThat(status(stateful).getConsumedNonces().getSavepoint()).isEqualTo(1L);
    assertThat(status(stateful).getJobStatus().getSavepointInfo().getLastSavepoint().getLocation())
        .isEqualTo(PATH);
  }

  @Test
  void the_savepoint_of_an_upgrade_is_in_the_history_too() {
    stateful.edit(spec -> spec.setImage("flink:next")).pass();
    stateful.job("FINISHED").operationCompleted(PATH).pass();

    var last = status(stateful).getJobStatus().getSavepointInfo().getLastSavepoint();
    assertThat(last.getLocation()).isEqualTo(PATH);
    assertThat(last.getTriggerType()).isEqualTo("UPGRADE");

    stateful.clusterGone().pass();
    stateful.available().job("RUNNING").pass();
    assertThat(status(stateful).getJobStatus().getSavepointInfo().getSavepointHistory())
        .containsExactly(last);
  }

  @Test
  void a_newer_checkpoint_moves_the_restore_point_on() {
    savepointNonce(stateful, 1L).pass();
    stateful.after(Duration.ofSeconds(1)).checkpoints(4, PATH, true, false);
    stateful.after(Duration.ofSeconds(1)).operationCompleted(PATH).pass();
    assertThat(status(stateful).getRestorePoint().getTime())
        .isEqualTo(stateful.now().minusSeconds(1).toString());

    stateful.after(Duration.ofSeconds(9)).checkpoint(5, "file:///state/chk-5").pass();

    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo("file:///state/chk-5");
  }

  @Test
  void a_checkpoint_that_may_be_newer_than_the_savepoint_stays_the_restore_point() {
    savepointNonce(stateful, 1L).pass();
    stateful.after(Duration.ofSeconds(2)).checkpoint(5, "file:///state/chk-5");

    stateful.operationCompleted(PATH).pass();

    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo("file:///state/chk-5");
  }

  @Test
  void what_is_newer_is_told_by_the_numbers_of_checkpoints_and_not_by_clocks() {
    stateful.checkpoint(4, "file:///state/chk-4").pass();
    savepointNonce(stateful.after(Duration.ofMinutes(1)), 1L).pass();
    assertThat(status(stateful).getOperation().getAfterCheckpoint()).isEqualTo(4L);

    // Complete after it was asked for, though by Flink's clock it was before.
    stateful.after(Duration.ofSeconds(-50)).checkpoint(5, "file:///state/chk-5");
    stateful.after(Duration.ofMinutes(2)).operationCompleted(PATH).pass();

    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo("file:///state/chk-5");
  }

  @Test
  void a_savepoint_is_newer_than_the_checkpoint_before_though_its_clock_was_ahead() {
    stateful.after(Duration.ofMinutes(1)).checkpoint(4, "file:///state/chk-4");
    savepointNonce(stateful.after(Duration.ofMinutes(-1)), 1L).pass();

    stateful.operationCompleted(PATH).pass();

    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo(PATH);
    assertThat(status(stateful).getRestorePoint().getTime())
        .isEqualTo(stateful.now().plusSeconds(60).toString());
  }

  @Test
  void where_an_older_operator_wrote_no_number_times_are_compared() {
    stateful.checkpoint(4, "file:///state/chk-4").pass();
    savepointNonce(stateful, 1L).pass();
    status(stateful).getOperation().setAfterCheckpoint(null);
    stateful.after(Duration.ofSeconds(2)).checkpoint(5, "file:///state/chk-5");

    stateful.operationCompleted(PATH).pass();

    assertThat(status(stateful).getRestorePoint().getPath()).isEqualTo("file:///state/chk-5");
  }

  @Test
  void the_nonce_of_a_spec_that_cannot_be_followed_waits_and_what_is_under_way_goes_on() {
    savepointNonce(stateful, 1L).pass();
    stateful
        .edit(spec -> spec.setServiceAccount(""))
        .editJob(job -> job.setSavepointTriggerNonce(2L));

    Plan plan = stateful.operationCompleted(PATH).pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(status(stateful).getConsumedNonces().getSavepoint()).isEqualTo(1L);
  }

  @Test
  void what_was_asked_of_a_job_that_has_ended_is_dropped() {
    savepointNonce(stateful, 1L).pass();

    stateful.job("FINISHED").lastCheckpoint(3, "file:///state/chk-3").operationNotKnown().pass();

    assertThat(status(stateful).getOperation()).isNull();
    assertThat(status(stateful).getConsumedNonces()).isNull();
  }

  private static Scene savepointNonce(Scene scene, Long nonce) {
    return scene.editJob(job -> job.setSavepointTriggerNonce(nonce));
  }

  private static FlinkDeploymentStatus status(Scene scene) {
    return scene.resource().getStatus();
  }

  private static boolean ready(Plan plan) {
    Verdict.Judged judged = (Verdict.Judged) plan.verdict();
    return judged.health().kind() == Health.Kind.READY
        && judged.lifecycle() == Lifecycle.STABLE
        && judged.rollout() == Rollout.DEPLOYED;
  }

  static void stateless(FlinkDeploymentSpec spec) {
    spec.setFlinkConfiguration(Map.of("state.savepoints.dir", "file:///state/savepoints"));
  }
}
