package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A job goes on from the newest checkpoint that Flink itself, or its last answer, names. */
@NullUnmarked
class LastStateUpgradeTest {

  private static final String CHECKPOINT = "file:///state/checkpoints/chk-7";

  private final Scene available = Scene.running(spec -> lastState(spec, true));
  private final Scene plain = Scene.running(spec -> lastState(spec, false));

  @Test
  void with_high_availability_the_cluster_is_ended_without_a_word_to_Flink() {
    available.metadata(true);

    Plan plan = edited(available);

    assertThat(names(plan)).containsExactly("SaveIntent", "ScaleDownJobManager");
    assertThat(available.resource().getStatus().getRestorePoint().getKind().getValue())
        .isEqualTo("HighAvailability");
  }

  @Test
  void the_job_goes_on_under_its_id_and_would_rather_fail_than_start_from_empty() {
    available.metadata(true);
    String job = available.jobId();
    edited(available);

    Plan plan = available.clusterGone().pass();

    assertThat(plan.inForce().jobId()).isEqualTo(job);
    assertThat(plan.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(plan.steps())
        .contains(
            new Step.ConfirmHighAvailability(job, true),
            new Step.DeleteHighAvailabilityMetadata(job));
    assertThat(available.resource().getStatus().getRestorePoint().getEnded()).isFalse();
  }

  @Test
  void a_job_that_never_completed_a_checkpoint_starts_as_it_did_before() {
    available.metadata(false);
    edited(available);

    Plan plan = available.clusterGone().pass();

    assertThat(plan.inForce().restoredFrom()).isNull();
    assertThat(plan.steps()).contains(new Step.ConfirmHighAvailability(available.jobId(), false));
  }

  @Test
  void a_savepoint_of_a_job_without_a_checkpoint_in_its_metadata_is_not_left_behind() {
    available.metadata(false).checkpoints(1, "file:///state/savepoints/sp-1", true, false).pass();
    edited(available);

    assertThat(available.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/savepoints/sp-1");
  }

  @Test
  void a_job_that_ended_unseen_with_its_operation_stalls_when_its_metadata_are_gone() {
    available
        .metadata(true)
        .edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V1_20))
        .pass();
    available.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.SAVEPOINT));
    edited(available);
    available.metadataGone().noJobs().operationNotKnown().pass();

    Plan plan = available.after(java.time.Duration.ofSeconds(61)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void metadata_of_a_job_that_nobody_has_seen_run_are_not_left_behind() {
    Scene unseen = new Scene().edit(spec -> lastState(spec, true));
    unseen.pass();
    unseen.available().noJobs().metadata(true).pass();
    unseen.after(java.time.Duration.ofMinutes(3));

    edited(unseen);

    assertThat(unseen.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
  }

  @Test
  void another_flinkVersion_does_not_leave_behind_what_nobody_has_seen_run() {
    Scene unseen = new Scene().edit(spec -> lastState(spec, true));
    unseen.pass();
    unseen.metadata(true);

    Plan plan =
        unseen.edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V2_0)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void nor_does_it_where_somebody_has_deleted_the_cluster_before_anybody_looked() {
    Scene unseen = new Scene().edit(spec -> lastState(spec, true));
    String job = unseen.pass().inForce().jobId();
    unseen.edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V2_0));

    Plan launch = unseen.clusterGone().pass();

    assertThat(launch.launching()).isTrue();
    assertThat(launch.steps()).contains(new Step.ConfirmHighAvailability(job, false));
  }

  @Test
  void what_its_metadata_name_after_all_is_not_left_behind_either() {
    Scene unseen = new Scene().edit(spec -> lastState(spec, true));
    Plan first = unseen.pass();
    unseen.edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V2_0));
    Plan ending = unseen.available().noTaskManagers().noJobs().jobManagerDeletedByHand().pass();
    assertThat(names(ending)).contains("EndHiddenJobManager");

    Plan plan = unseen.metadata(true).clusterGone().pass();

    assertThat(plan.inForce()).isEqualTo(first.inForce());
    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
  }

  @Test
  void metadata_that_vanished_stall_the_resource_and_an_edit_gets_it_out() {
    available.metadata(true).checkpoint(7, CHECKPOINT).pass();
    edited(available);
    available.metadataGone();

    Plan plan = available.clusterGone().pass();
    assertThat(plan.apply()).isNull();
    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .contains("savepointRedeployNonce");

    Plan mended =
        available
            .editJob(
                job -> {
                  job.setInitialSavepointPath(CHECKPOINT);
                  job.setSavepointRedeployNonce(1L);
                })
            .pass();
    assertThat(mended.inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void a_lost_JobManager_with_its_metadata_gone_starts_from_empty_when_stateless_is_asked_for() {
    available.clusterGone().metadataGone().pass();
    assertThat(reason(available.pass())).isEqualTo(Reason.RestorePointUnknown);

    Plan plan = available.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS)).pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isNull();
    assertThat(reason(available.available().job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void an_upgrade_taken_back_while_the_last_checkpoint_cannot_be_read_has_that_exit_too() {
    edited(plain);
    plain.job("CANCELED").pass();
    plain.edit(spec -> spec.setImage("flink:1.20"));
    assertThat(reason(plain.after(java.time.Duration.ofMinutes(5)).pass()))
        .isEqualTo(Reason.RestorePointUnknown);
    plain.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS)).pass();

    Plan plan = plain.clusterGone().pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isNull();
  }

  @Test
  void another_flinkVersion_takes_a_savepoint_instead() {
    available.metadata(true);

    Plan plan =
        available.edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V2_0)).pass();

    assertThat(operation(plan).kind()).isEqualTo(OperationKind.StopWithSavepoint);
  }

  @Test
  void without_high_availability_the_job_is_cancelled_and_its_last_checkpoint_used() {
    Plan plan = edited(plain);
    assertThat(operation(plan).kind()).isEqualTo(OperationKind.Cancel);

    plain.job("CANCELED").pass();
    plain.lastCheckpoint(7, CHECKPOINT).pass();
    Plan next = plain.clusterGone().pass();

    assertThat(next.inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void an_old_observation_of_checkpoints_is_not_taken_for_the_last_one() {
    plain.checkpoint(5, "file:///state/checkpoints/chk-5").pass();
    edited(plain);

    assertThat(reason(plain.job("CANCELED").pass())).isEqualTo(Reason.ReadingLastCheckpoint);
    assertThat(plain.resource().getStatus().getRestorePoint().getEnded()).isFalse();
  }

  @Test
  void a_lost_JobManager_is_made_again_from_the_metadata() {
    available.metadata(true);

    Plan plan = available.clusterGone().pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(plan.inForce().jobId()).isEqualTo(available.jobId());
    assertThat(names(plan)).startsWith("ReclaimJobManager", "ConfirmClusterGone");
  }

  @Test
  void a_lost_JobManager_without_high_availability_is_made_again_from_the_newest_known() {
    plain.checkpoint(7, CHECKPOINT).pass();
    plain.checkpoint(8, "file:///state/checkpoints/chk-8").pass();

    Plan plan = plain.clusterGone().pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("file:///state/checkpoints/chk-8");
    assertThat(plan.notices().toString()).contains("chk-8");
  }

  @Test
  void a_job_that_Flink_began_anew_is_brought_back_from_the_newest_checkpoint() {
    plain.checkpoint(7, CHECKPOINT).pass();

    Plan plan = plain.after(java.time.Duration.ofMinutes(1)).begunAnew().pass();
    assertThat(names(plan)).contains("ScaleDownJobManager");
    assertThat(plain.resource().getStatus().getRestorePoint().getPath()).isEqualTo(CHECKPOINT);

    assertThat(plain.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void that_is_told_by_a_checkpoint_from_before_where_the_start_was_never_written() {
    plain.checkpoint(7, CHECKPOINT).pass();
    plain.resource().getStatus().getJobStatus().setStartTime(null);
    plain.after(java.time.Duration.ofMinutes(1)).operatorRestarted();

    Plan plan = plain.begunAnew().pass();

    assertThat(names(plan)).contains("ScaleDownJobManager");
    assertThat(plain.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void an_edit_at_that_moment_does_not_take_the_younger_run_for_the_job() {
    plain.checkpoint(7, CHECKPOINT).pass();
    plain.after(java.time.Duration.ofMinutes(1)).begunAnew();

    edited(plain);

    assertThat(plain.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void that_is_noticed_after_a_restart_of_the_operator_too() {
    plain.checkpoint(7, CHECKPOINT).pass();
    plain.after(java.time.Duration.ofMinutes(1)).operatorRestarted();

    Plan plan = plain.begunAnew().pass();

    assertThat(plain.resource().getStatus().getRestorePoint().getPath()).isEqualTo(CHECKPOINT);
    assertThat(names(plan)).contains("ScaleDownJobManager");
  }

  @Test
  void a_running_job_is_at_rest_whatever_checkpoints_it_completes() {
    plain.checkpoint(7, CHECKPOINT).pass();
    var written = plain.resource().getStatus();
    plain.after(java.time.Duration.ofMinutes(1)).checkpoint(8, "file:///state/chk-8").pass();

    assertThat(plain.resource().getStatus()).isEqualTo(written);
  }

  @Test
  void suspended_with_its_metadata_kept_it_goes_on_from_them() {
    available.metadata(true);
    String job = available.jobId();
    available.editJob(spec -> spec.setState(Job.State.SUSPENDED)).pass();

    Plan suspended = available.clusterGone().pass();
    assertThat(reason(suspended)).isEqualTo(Reason.Suspended);
    assertThat(suspended.steps()).contains(new Step.DeleteHighAvailabilityMetadata(job));

    Plan resumed = available.editJob(spec -> spec.setState(Job.State.RUNNING)).pass();
    assertThat(resumed.inForce().jobId()).isEqualTo(job);
    assertThat(resumed.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
  }

  private static Plan edited(Scene scene) {
    return scene.edit(spec -> spec.setImage("flink:next")).pass();
  }

  static void lastState(FlinkDeploymentSpec spec, boolean highlyAvailable) {
    spec.getJob().setUpgradeMode(Job.UpgradeMode.LASTSTATE);
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("state.checkpoints.dir", "file:///state/checkpoints");
    configuration.put("state.savepoints.dir", "file:///state/savepoints");
    if (highlyAvailable) {
      configuration.put("high-availability.type", "kubernetes");
      configuration.put("high-availability.storageDir", "file:///state/ha");
    }
    spec.setFlinkConfiguration(configuration);
  }
}
