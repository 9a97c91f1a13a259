package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** An edit to {@code upgradeMode: stateless} gives up the state, but not before it must. */
@NullUnmarked
class GivenUpStateTest {

  private final Scene scene = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, true));

  @Test
  void taken_back_while_the_old_cluster_ends_the_job_goes_on_with_its_state() {
    scene.metadata(true);
    String job = scene.jobId();
    scene.edit(spec -> mode(spec, Job.UpgradeMode.STATELESS)).pass();

    scene.edit(spec -> mode(spec, Job.UpgradeMode.LASTSTATE)).pass();
    Plan plan = scene.clusterGone().pass();

    assertThat(plan.inForce().jobId()).isEqualTo(job);
    assertThat(plan.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
  }

  @Test
  void without_high_availability_it_goes_on_from_the_newest_checkpoint_known() {
    Scene plain = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, false));
    plain.checkpoint(7, "file:///state/checkpoints/chk-7").pass();
    plain.edit(spec -> mode(spec, Job.UpgradeMode.STATELESS)).pass();

    plain.edit(spec -> mode(spec, Job.UpgradeMode.LASTSTATE)).pass();

    assertThat(plain.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/checkpoints/chk-7");
  }

  @Test
  void the_place_of_the_state_is_written_down_before_the_cluster_is_ended() {
    Plan plan = scene.metadata(true).edit(spec -> mode(spec, Job.UpgradeMode.STATELESS)).pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "ScaleDownJobManager");
    assertThat(reason(plan)).isEqualTo(Reason.WaitingForOldCluster);
    assertThat(((Verdict.Judged) plan.verdict()).health().message()).contains("from empty");
    assertThat(scene.resource().getStatus().getRestorePoint().getEnded()).isTrue();
  }

  @Test
  void left_as_it_is_the_next_job_starts_from_empty_once_the_old_cluster_is_really_gone() {
    scene.metadata(true);
    String job = scene.jobId();
    scene.edit(spec -> mode(spec, Job.UpgradeMode.STATELESS)).pass();

    Plan plan = scene.clusterGone().pass();

    assertThat(names(plan))
        .containsSubsequence(
            "ConfirmClusterGone", "RecordRevision", "SaveIntent", "DeleteHighAvailabilityMetadata");
    assertThat(plan.inForce().restoredFrom()).isNull();
    assertThat(plan.inForce().jobId()).isNotEqualTo(job);
    assertThat(scene.resource().getStatus().getRestorePoint()).isNull();
  }

  @Test
  void a_job_that_was_stopped_for_an_edit_before_is_started_from_its_savepoint_all_the_same() {
    Scene stopped = Scene.running(SavepointUpgradeTest::bySavepoint);
    stopped.edit(spec -> spec.setImage("flink:1.20.1")).pass();
    stopped.operationRunning().job("FINISHED").pass();
    stopped.operationCompleted("file:///state/savepoints/savepoint-1").pass();
    stopped.edit(spec -> mode(spec, Job.UpgradeMode.STATELESS)).pass();

    stopped.edit(spec -> mode(spec, Job.UpgradeMode.SAVEPOINT)).pass();

    assertThat(stopped.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/savepoints/savepoint-1");
  }

  private static void mode(FlinkDeploymentSpec spec, Job.UpgradeMode mode) {
    spec.setImage("flink:next");
    spec.getJob().setUpgradeMode(mode);
  }
}
