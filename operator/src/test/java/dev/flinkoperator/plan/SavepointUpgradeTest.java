package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A job is stopped with a savepoint, and goes on from it. */
@NullUnmarked
class SavepointUpgradeTest {

  private static final String PATH = "file:///state/savepoints/savepoint-1";

  private final Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);

  @Test
  void an_edit_writes_the_operation_down_before_Flink_is_asked_for_it() {
    Plan plan = edited();

    assertThat(plan.steps().get(0)).isEqualTo(new Step.SaveIntent());
    Step.StartOperation asked = (Step.StartOperation) plan.steps().get(1);
    assertThat(asked.operation().kind()).isEqualTo(OperationKind.StopWithSavepoint);
    assertThat(asked.directory()).isEqualTo("file:///state/savepoints");
    assertThat(scene.resource().getStatus().getOperation().getTriggerId())
        .isEqualTo(asked.operation().triggerId());
    assertThat(reason(plan)).isEqualTo(Reason.TakingSavepoint);
    assertThat(plan.follow().operation()).isEqualTo(asked.operation().question());
  }

  @Test
  void the_cluster_is_left_alone_until_the_savepoint_is_complete() {
    edited();

    Plan plan = scene.operationRunning().pass();

    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(reason(plan)).isEqualTo(Reason.TakingSavepoint);
  }

  @Test
  void the_path_is_written_down_before_the_cluster_is_ended() {
    edited();

    Plan plan = scene.job("FINISHED").operationCompleted(PATH).pass();

    assertThat(plan.steps().get(0)).isEqualTo(new Step.SaveIntent());
    assertThat(plan.steps().get(1)).isInstanceOf(Step.DeleteJobManager.class);
    assertThat(scene.resource().getStatus().getRestorePoint().getPath()).isEqualTo(PATH);
    assertThat(scene.resource().getStatus().getRestorePoint().getEnded()).isTrue();
    assertThat(scene.resource().getStatus().getOperation()).isNull();
  }

  @Test
  void the_next_job_starts_from_the_savepoint_under_a_new_id_when_the_cluster_is_gone() {
    String old = scene.jobId();
    edited();
    scene.job("FINISHED").operationCompleted(PATH).pass();

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo(PATH);
    assertThat(plan.inForce().jobId()).isNotEqualTo(old);
    assertThat(plan.inForce().spec().path("image").asText()).isEqualTo("flink:next");
    assertThat(names(plan))
        .containsSubsequence("ConfirmClusterGone", "RecordRevision", "SaveIntent");
    assertThat(plan.apply()).isEqualTo(plan.inForce());
  }

  @Test
  void nothing_is_launched_while_a_pod_of_the_old_cluster_is_left() {
    edited();
    scene.job("FINISHED").operationCompleted(PATH).pass();

    assertThat(scene.jobManagerDeletedByHand().pass().apply()).isNull();
  }

  @Test
  void a_newer_edit_wins_while_the_old_cluster_ends() {
    edited();
    scene.job("FINISHED").operationCompleted(PATH).pass();
    scene.edit(spec -> spec.setImage("flink:newest")).pass();

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.inForce().spec().path("image").asText()).isEqualTo("flink:newest");
    assertThat(plan.inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void an_edit_taken_back_after_the_stop_brings_the_old_spec_back_from_the_savepoint() {
    edited();
    scene.job("FINISHED").operationCompleted(PATH).pass();
    scene.edit(spec -> spec.setImage("flink:1.20"));

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.inForce().spec().path("image").asText()).isEqualTo("flink:1.20");
    assertThat(plan.inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void a_bad_edit_after_the_stop_brings_the_old_spec_back_and_says_what_is_wrong() {
    edited();
    scene.job("FINISHED").operationCompleted(PATH).pass();
    scene.edit(spec -> spec.setServiceAccount(""));

    Plan plan = scene.clusterGone().pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(plan.inForce().spec().path("image").asText()).isEqualTo("flink:1.20");
    assertThat(plan.inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void an_edit_taken_back_while_the_savepoint_is_taken_waits_for_what_becomes_of_it() {
    edited();
    scene.edit(spec -> spec.setImage("flink:1.20"));

    assertThat(names(scene.operationRunning().pass())).containsExactly("SaveIntent");
    assertThat(names(scene.operationFailed("no room").pass())).doesNotContain("StartOperation");
    assertThat(scene.resource().getStatus().getOperation()).isNull();
    assertThat(reason(scene.pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void an_edit_taken_back_while_another_attempt_is_put_off_is_done_with_at_once() {
    edited();
    assertThat(reason(scene.operationFailed("no room").pass())).isEqualTo(Reason.SavepointFailed);
    scene.operationNotKnown().after(Duration.ofSeconds(3)).pass();

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20")).pass();

    assertThat(names(plan)).doesNotContain("StartOperation");
    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(scene.resource().getStatus().getOperation()).isNull();
  }

  @Test
  void an_edit_taken_back_after_the_next_attempt_was_asked_for_waits_for_what_becomes_of_it() {
    edited();
    scene.operationFailed("no room").pass();
    assertThat(names(scene.operationNotKnown().after(Duration.ofSeconds(11)).pass()))
        .contains("StartOperation");

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20")).pass();

    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(scene.resource().getStatus().getOperation()).isNotNull();
  }

  @Test
  void an_edit_taken_back_to_a_stateless_spec_brings_the_stopped_job_back_with_its_state() {
    Scene stateless = Scene.running();
    stateless.edit(SavepointUpgradeTest::bySavepoint).pass();
    stateless.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS));
    stateless.edit(spec -> spec.setFlinkConfiguration(stateless.deployedConfiguration())).pass();
    stateless.job("FINISHED").operationCompleted(PATH).pass();

    assertThat(stateless.clusterGone().pass().inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void a_request_that_never_arrived_is_sent_again_under_the_same_id() {
    String id = operation(edited()).triggerId();

    Plan again = scene.operationNotKnown().pass();

    assertThat(operation(again).triggerId()).isEqualTo(id);
  }

  @Test
  void a_failed_savepoint_leaves_the_job_and_is_tried_anew_after_a_pause() {
    String first = operation(edited()).triggerId();

    Plan failed = scene.operationFailed("the disk is full").pass();
    assertThat(names(failed)).containsExactly("SaveIntent");
    assertThat(reason(failed)).isEqualTo(Reason.SavepointFailed);
    assertThat(((Verdict.Judged) failed.verdict()).health().message()).contains("disk is full");

    Plan early = scene.operationNotKnown().pass();
    assertThat(names(early)).containsExactly("SaveIntent");

    Plan second = scene.after(Duration.ofSeconds(11)).operationNotKnown().pass();
    assertThat(operation(second).triggerId()).isNotEqualTo(first);
  }

  @Test
  void a_silent_JobManager_is_waited_for_and_no_older_state_is_used() {
    scene.checkpoint(7, "file:///state/chk-7").pass();
    edited();

    Plan plan = scene.unreachable().after(Duration.ofMinutes(30)).pass();

    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(plan.inForce()).isEqualTo(scene.seen().inForce());
  }

  @Test
  void a_JobManager_whose_answer_is_waited_for_is_kept_as_it_was_made() {
    edited();

    Plan waiting = scene.unreachable().pass();
    Plan ending = scene.job("FINISHED").operationCompleted(PATH).pass();

    assertThat(waiting.apply()).as("somebody may have scaled it away").isNotNull();
    assertThat(waiting.apply()).isEqualTo(waiting.inForce());
    assertThat(ending.apply()).isNull();
  }

  @Test
  void a_job_that_ended_with_an_operation_Flink_has_forgotten_goes_on_from_its_last_state() {
    edited();

    Plan asked = scene.job("FINISHED").operationNotKnown().pass();
    assertThat(reason(asked)).isEqualTo(Reason.ReadingLastCheckpoint);

    scene.checkpoints(9, PATH, true, true).pass();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void suspending_ends_the_cluster_at_the_savepoint_and_resuming_goes_on_from_it() {
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.job("FINISHED").operationCompleted(PATH).pass();

    Plan suspended = scene.clusterGone().pass();
    assertThat(reason(suspended)).isEqualTo(Reason.Suspended);
    assertThat(suspended.reconciled().spec().path("job").path("upgradeMode").asText())
        .isEqualTo("savepoint");

    Plan resumed = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();
    assertThat(resumed.inForce().restoredFrom()).isEqualTo(PATH);
  }

  @Test
  void a_restarting_job_without_high_availability_is_cancelled_and_its_last_checkpoint_used() {
    scene.job("RESTARTING");

    Plan plan = edited();
    assertThat(operation(plan).kind()).isEqualTo(OperationKind.Cancel);

    assertThat(reason(scene.job("CANCELED").pass())).isEqualTo(Reason.ReadingLastCheckpoint);
    scene.lastCheckpoint(4, "file:///state/chk-4").pass();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/chk-4");
  }

  @Test
  void the_operation_is_followed_after_the_operator_was_restarted() {
    edited();
    scene.operatorRestarted();

    Plan plan = scene.pass();

    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(plan.follow().operation().triggerId())
        .isEqualTo(scene.resource().getStatus().getOperation().getTriggerId());
  }

  @Test
  void a_finished_job_without_an_external_checkpoint_does_not_block_an_edit() {
    scene.job("FINISHED").lastCheckpoint(3, null).pass();

    edited();
    assertThat(scene.clusterGone().pass().apply()).isNotNull();
  }

  @Test
  void a_failed_job_goes_on_from_its_last_checkpoint_when_its_cause_is_mended() {
    scene.job("FAILED", false, "boom").lastCheckpoint(3, "file:///state/chk-3").pass();
    assertThat(reason(scene.pass())).isEqualTo(Reason.JobFailed);

    edited();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/chk-3");
  }

  private Plan edited() {
    return scene.edit(spec -> spec.setImage("flink:next")).pass();
  }

  static void bySavepoint(FlinkDeploymentSpec spec) {
    spec.getJob().setUpgradeMode(Job.UpgradeMode.SAVEPOINT);
    spec.setFlinkConfiguration(
        Map.of(
            "state.checkpoints.dir", "file:///state/checkpoints",
            "state.savepoints.dir", "file:///state/savepoints"));
  }

  static List<String> names(Plan plan) {
    return plan.steps().stream().map(step -> step.getClass().getSimpleName()).toList();
  }

  static Operation operation(Plan plan) {
    return plan.steps().stream()
        .filter(Step.StartOperation.class::isInstance)
        .map(step -> ((Step.StartOperation) step).operation())
        .findFirst()
        .orElseThrow(() -> new AssertionError("Flink is not asked for anything: " + plan.steps()));
  }

  static Reason reason(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health().reason();
  }
}
