package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The cluster of a job that has ended by itself does not stay for ever; how it ended does. */
@NullUnmarked
class EndedJobTest {

  @Test
  void the_cluster_of_a_finished_job_is_removed_after_a_day() {
    Scene scene = Scene.running().job("FINISHED");
    assertThat(scene.pass().wake()).isEqualTo(Duration.ofDays(1));

    Plan plan = scene.after(Duration.ofDays(1)).pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "DeleteJobManager");
    assertThat(plan.notices()).extracting(Notice::reason).containsExactly(EventReason.CLEANUP);
  }

  @Test
  void the_status_of_a_finished_job_stays_while_its_cluster_goes_and_after() {
    Scene scene = Scene.running().job("FINISHED");
    scene.pass();
    FlinkDeploymentStatus before = scene.resource().getStatus();

    scene.after(Duration.ofDays(1)).pass();
    scene.pass();
    assertThat(scene.resource().getStatus()).isEqualTo(before);

    Plan gone = scene.clusterGone().pass();
    assertThat(reason(gone)).isEqualTo(Reason.Finished);
    assertThat(gone.apply()).isNull();
    assertThat(scene.resource().getStatus().getJobStatus().getState()).isEqualTo("FINISHED");
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("STABLE");
  }

  @Test
  void a_failed_job_goes_on_saying_why_it_failed() {
    Scene scene = Scene.running().job("FAILED", false, "boom");
    scene.pass();
    scene.after(Duration.ofDays(1)).pass();

    Plan gone = scene.clusterGone().pass();

    assertThat(reason(gone)).isEqualTo(Reason.JobFailed);
    assertThat(scene.resource().getStatus().getError()).contains("boom");
  }

  @Test
  void another_time_can_be_set() {
    Scene scene =
        Scene.running(
                spec ->
                    spec.setFlinkConfiguration(
                        Map.of("kubernetes.operator.jm-deployment.shutdown-ttl", "1 min")))
            .job("CANCELED");
    scene.pass();

    assertThat(names(scene.after(Duration.ofMinutes(1)).pass())).contains("DeleteJobManager");
    assertThat(reason(scene.clusterGone().pass())).isEqualTo(Reason.JobCanceled);
  }

  @Test
  void an_end_that_was_not_seen_is_written_down_before_the_cluster_goes() {
    Scene scene = Scene.running().job("FINISHED").after(Duration.ofDays(2));

    Plan first = scene.pass();
    assertThat(names(first)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(reason(first)).isEqualTo(Reason.Finished);

    assertThat(names(scene.pass())).contains("DeleteJobManager");
  }

  @Test
  void the_state_of_the_job_is_written_down_first_and_an_edit_goes_on_from_it() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.job("FAILED", false, "boom").lastCheckpoint(3, "file:///state/chk-3").pass();
    scene.after(Duration.ofDays(1)).pass();
    assertThat(scene.resource().getStatus().getRestorePoint().getEnded()).isTrue();
    scene.clusterGone().pass();

    Plan plan = scene.edit(spec -> spec.setImage("flink:mended")).pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("file:///state/chk-3");
  }

  @Test
  void a_finished_job_without_any_checkpoint_can_be_run_again_after_its_cluster_is_gone() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.job("FINISHED").lastCheckpoint(3, null).pass();
    scene.after(Duration.ofDays(1)).pass();
    scene.clusterGone().pass();

    assertThat(scene.edit(spec -> spec.setImage("flink:next")).pass().apply()).isNotNull();
  }

  @Test
  void a_cluster_is_kept_that_alone_knows_where_the_state_is() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.job("FAILED", false, "boom").lastCheckpoint(3, null).pass();

    assertThat(names(scene.after(Duration.ofDays(2)).pass()))
        .doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  @Test
  void a_finished_job_that_Flink_runs_again_is_ended_and_stays_finished() {
    Scene scene = Scene.running().job("FINISHED");
    scene.pass();
    FlinkDeploymentStatus before = scene.resource().getStatus();

    Plan plan = scene.after(Duration.ofMinutes(5)).begunAnew().pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "ScaleDownJobManager");
    assertThat(scene.resource().getStatus()).isEqualTo(before);
    assertThat(reason(scene.clusterGone().pass())).isEqualTo(Reason.Finished);
  }

  @Test
  void a_finished_job_with_state_that_Flink_runs_again_is_not_brought_back() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.job("FINISHED").lastCheckpoint(3, "file:///state/chk-3").pass();

    scene.after(Duration.ofMinutes(5)).begunAnew().pass();
    Plan gone = scene.clusterGone().pass();

    assertThat(gone.apply()).isNull();
    assertThat(reason(gone)).isEqualTo(Reason.Finished);
    assertThat(scene.resource().getStatus().getRestorePoint().getPath())
        .as("Flink has deleted its checkpoints")
        .isNull();
  }

  @Test
  void one_that_finished_because_it_was_stopped_is_left_running_when_Flink_runs_it_anew() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    String image = scene.resource().getSpec().getImage();
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.job("FINISHED").operationRunning().pass();

    scene.after(Duration.ofMinutes(5)).begunAnew().operationNotKnown();
    Plan plan = scene.edit(spec -> spec.setImage(image)).pass();

    assertThat(names(plan)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(plan.apply()).isNotNull();
  }

  @Test
  void a_lost_JobManager_is_not_made_again_where_that_is_switched_off() {
    Scene scene = Scene.running(EndedJobTest::withoutRecovery);

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.apply()).isNull();
    assertThat(reason(plan)).isEqualTo(Reason.RecoveryDisabled);
    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .contains("kubernetes.operator.jm-deployment-recovery.enabled");
    assertThat(scene.pass().notices()).isEmpty();
  }

  @Test
  void restartNonce_makes_it_again_and_so_does_the_option() {
    Scene scene = Scene.running(EndedJobTest::withoutRecovery);
    scene.clusterGone().pass();
    assertThat(scene.edit(spec -> spec.setRestartNonce(1L)).pass().apply()).isNotNull();

    Scene other = Scene.running(EndedJobTest::withoutRecovery);
    other.clusterGone().pass();
    assertThat(other.edit(spec -> spec.setFlinkConfiguration(Map.of())).pass().apply()).isNotNull();
  }

  @Test
  void an_edit_and_a_suspension_are_no_loss() {
    Scene scene = Scene.running(EndedJobTest::withoutRecovery);
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    assertThat(scene.clusterGone().pass().apply()).isNotNull();

    scene.available().job("RUNNING").pass();
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    assertThat(reason(scene.clusterGone().pass())).isEqualTo(Reason.Suspended);
  }

  private static void withoutRecovery(dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec spec) {
    spec.setFlinkConfiguration(
        Map.of("kubernetes.operator.jm-deployment-recovery.enabled", "false"));
  }
}
