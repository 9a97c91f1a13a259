package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A stateful job without high availability that has not begun as far as the operator can see. */
class UnbegunJobTest {

  @Test
  void is_ended_only_after_a_live_look_at_its_cluster() {
    Scene scene = deployed();

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(plan.steps())
        .containsExactly(new Step.SaveIntent(), new Step.DeleteUnbegunJobManager("jm-1", false));
    Revision next = Objects.requireNonNull(scene.clusterGone().pass().inForce());
    assertThat(next.restoredFrom()).isNull();
  }

  @Test
  void may_have_begun_if_its_JobManager_has_asked_for_TaskManagers() {
    Scene scene = deployed().taskManagerAskedFor();

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobManagerUnreachable);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void that_begins_before_its_cluster_could_be_ended_is_stopped_like_any_other() {
    Scene scene = deployed();
    scene.edit(spec -> spec.setImage("flink:1.20.1"));
    scene.saved(); // the deletion has to wait

    Plan plan = scene.available().job("RUNNING").pass();

    assertThat(reason(plan)).isEqualTo(Reason.TakingSavepoint);
    assertThat(scene.resource().getStatus().getRestorePoint()).isNull();
  }

  @Test
  void whose_cluster_somebody_else_has_removed_is_not_started_from_empty_by_an_edit() {
    Scene scene = deployed();
    scene.available().unreachable().pass();
    scene.clusterGone().pass();

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.apply()).isNull();
  }

  @Test
  void whose_program_hangs_is_ended_though_its_JobManager_is_up() {
    Scene scene = deployed();
    scene.available().noTaskManagers().noJobs().pass();
    scene.after(Duration.ofMinutes(3));

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(plan.steps())
        .containsExactly(new Step.SaveIntent(), new Step.DeleteUnbegunJobManager("jm-1", true));
  }

  @Test
  void does_not_wait_for_the_JobManager_of_the_former_revision_to_know_it() {
    Scene scene = Scene.running(spec -> spec.getJob().setUpgradeMode(UpgradeMode.STATELESS));
    scene.edit(spec -> spec.setImage("flink:1.20.1"));
    scene.saved(); // the operator died before it ended the old cluster
    scene.edit(SavepointUpgradeTest::bySavepoint).edit(spec -> spec.setImage("flink:1.20.2"));

    Plan plan = scene.pass();

    assertThat(plan.steps()).contains(new Step.ScaleDownJobManager("jm-1", scene.now()));
  }

  @Test
  void keeps_what_it_had_completed_when_somebody_puts_its_JobManager_up_again() {
    Scene scene = deployed();
    scene.available().job("RUNNING").checkpoint(2, "file:///state/chk-2").pass();
    FlinkDeploymentStatus status = scene.resource().getStatus();
    status.getJobStatus().setStartTime(null); // nobody came to write it
    status.getRestorePoint().setCause("Upgrade"); // the JobManager was scaled down
    status.getRestorePoint().setEnded(true);

    scene.operatorRestarted().available().unreachable().pass();

    RestorePoint point = scene.resource().getStatus().getRestorePoint();
    assertThat(point.getPath()).isEqualTo("file:///state/chk-2");
    assertThat(point.getEnded()).isFalse();
  }

  @Test
  void may_have_begun_in_standalone_mode_if_its_JobManager_has_been_up() {
    Scene scene = standalone();
    scene.available().noTaskManagers().unavailableSince(scene.now());

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobManagerUnreachable);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void is_ended_in_standalone_mode_if_its_JobManager_has_never_been_up() {
    Plan plan = standalone().edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(plan.steps())
        .containsExactly(new Step.SaveIntent(), new Step.DeleteUnbegunJobManager("jm-1", false));
  }

  @Test
  void whose_program_hangs_in_standalone_mode_is_ended_though_its_JobManager_is_up() {
    Scene scene = standalone();
    scene.available().noTaskManagers().noJobs().pass();
    scene.after(Duration.ofMinutes(3));

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20.1")).pass();

    assertThat(plan.steps())
        .containsExactly(new Step.SaveIntent(), new Step.DeleteUnbegunJobManager("jm-1", true));
  }

  private static Scene standalone() {
    Scene scene = new Scene().edit(SavepointUpgradeTest::bySavepoint);
    scene.edit(spec -> spec.setMode(FlinkDeploymentSpec.Mode.STANDALONE));
    scene.pass();
    scene.pass();
    return scene;
  }

  private static Scene deployed() {
    Scene scene = new Scene().edit(SavepointUpgradeTest::bySavepoint);
    scene.pass();
    scene.pass();
    return scene;
  }
}
