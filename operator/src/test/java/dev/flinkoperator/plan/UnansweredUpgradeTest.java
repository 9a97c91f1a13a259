package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.PodTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * Edits that find a highly available cluster which has not answered yet: its metadata are the
 * second choice of a job that is upgraded by savepoints.
 */
@NullUnmarked
class UnansweredUpgradeTest {

  private final Scene scene = Scene.running(UnansweredUpgradeTest::highlyAvailable);

  @Test
  void an_edit_made_while_no_operator_ran_waits_for_Flink_and_then_takes_the_savepoint() {
    scene.metadata(true).operatorRestarted();

    Plan first = edited();
    assertThat(names(first)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(reason(first)).isEqualTo(Reason.JobManagerUnreachable);
    assertThat(first.follow()).isNotNull();

    assertThat(operation(scene.job("RUNNING").pass()).kind())
        .isEqualTo(OperationKind.StopWithSavepoint);
  }

  @Test
  void one_failed_poll_is_no_reason_to_go_by_the_metadata() {
    scene.metadata(true).unreachable();

    assertThat(names(edited())).doesNotContain("ScaleDownJobManager");

    assertThat(operation(scene.job("RUNNING").pass()).kind())
        .isEqualTo(OperationKind.StopWithSavepoint);
  }

  @Test
  void a_Flink_that_stays_silent_is_ended_and_the_job_goes_on_from_its_metadata() {
    scene.metadata(true).unreachable();
    edited();

    assertThat(names(scene.after(Duration.ofSeconds(121)).pass())).contains("ScaleDownJobManager");
  }

  @Test
  void metadata_without_a_checkpoint_do_not_make_a_job_that_ran_begin_from_empty() {
    scene.metadata(false).unreachable();
    edited();

    Plan later = scene.after(Duration.ofMinutes(30)).pass();

    assertThat(names(later)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(reason(later)).isEqualTo(Reason.JobManagerUnreachable);
  }

  @Test
  void a_JobManager_that_cannot_start_is_not_waited_for() {
    scene
        .metadata(true)
        .unreachable()
        .unavailableSince(scene.now())
        .trouble(true, PodTrouble.Kind.CANNOT_START, "ImagePullBackOff", "no such image");

    assertThat(names(edited())).contains("ScaleDownJobManager");
  }

  @Test
  void whether_the_last_checkpoint_is_young_enough_only_Flink_knows() {
    Scene aged =
        Scene.running(
            spec -> {
              LastStateUpgradeTest.lastState(spec, true);
              with(spec, "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age");
            });
    aged.metadata(true).operatorRestarted();

    Plan first = aged.edit(spec -> spec.setImage("flink:next")).pass();
    assertThat(names(first)).doesNotContain("ScaleDownJobManager");

    aged.job("RUNNING").after(Duration.ofHours(2)).checkpoint(3, "file:///state/chk-3");
    Plan young = aged.pass();
    assertThat(names(young)).contains("ScaleDownJobManager");
  }

  @Test
  void a_checkpoint_that_is_too_old_is_replaced_by_a_savepoint() {
    Scene aged =
        Scene.running(
            spec -> {
              LastStateUpgradeTest.lastState(spec, true);
              with(spec, "kubernetes.operator.job.upgrade.last-state.max.allowed.checkpoint.age");
            });
    aged.metadata(true).checkpoint(3, "file:///state/chk-3").after(Duration.ofHours(2));

    Plan old = aged.edit(spec -> spec.setImage("flink:next")).pass();

    assertThat(operation(old).kind()).isEqualTo(OperationKind.StopWithSavepoint);
  }

  @Test
  void a_savepoint_whose_path_nobody_can_tell_is_looked_for_and_no_older_state_is_used() {
    scene.metadata(false);
    edited();

    scene.job("FINISHED").operationNotKnown().pass();
    Plan later = scene.after(Duration.ofMinutes(3)).pass();

    assertThat(reason(later)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(((Verdict.Judged) later.verdict()).health().message())
        .contains("state.savepoints.dir");
  }

  @Test
  void resumed_under_its_old_id_the_job_is_not_taken_for_the_finished_one() {
    Scene suspended = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, true));
    suspended.metadata(true);
    suspended.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    suspended.clusterGone().pass();
    assertThat(suspended.resource().getStatus().getJobStatus().getState()).isEqualTo("FINISHED");

    suspended.editJob(job -> job.setState(Job.State.RUNNING)).pass();
    assertThat(suspended.resource().getStatus().getJobStatus().getState()).isEqualTo("RECONCILING");
    Plan starting = suspended.available().noJobs().pass();

    assertThat(reason(starting)).isEqualTo(Reason.JobNotFound);
    assertThat(reason(suspended.job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void an_upgrade_that_took_its_time_before_the_JobManager_came_up_is_no_failed_job() {
    Scene slow = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, true));
    slow.metadata(true);
    slow.edit(spec -> spec.setImage("flink:next")).pass();
    slow.clusterGone().after(Duration.ofMinutes(4)).pass();
    slow.metadataGone().after(Duration.ofSeconds(70)).available().noJobs();

    assertThat(reason(slow.pass())).isEqualTo(Reason.JobNotFound);
  }

  private Plan edited() {
    return scene.edit(spec -> spec.setImage("flink:next")).pass();
  }

  private static void highlyAvailable(FlinkDeploymentSpec spec) {
    LastStateUpgradeTest.lastState(spec, true);
    spec.getJob().setUpgradeMode(Job.UpgradeMode.SAVEPOINT);
  }

  private static void with(FlinkDeploymentSpec spec, String age) {
    Map<String, Object> configuration =
        new HashMap<>((Map<String, Object>) (Map<?, ?>) spec.getFlinkConfiguration());
    configuration.put(age, "1 h");
    spec.setFlinkConfiguration(configuration);
  }
}
