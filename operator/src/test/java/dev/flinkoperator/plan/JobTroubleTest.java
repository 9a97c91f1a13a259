package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.PodTrouble;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a running cluster comes to. */
@NullUnmarked
class JobTroubleTest {

  private static final Map<String, Object> CHECKPOINTS =
      Map.of(
          "state.checkpoints.dir", "file:///state/c",
          "state.savepoints.dir", "file:///state/s");

  @Test
  void a_JobManager_deleted_by_hand_is_made_again_once_its_pods_are_gone() {
    Scene scene = Scene.running().jobManagerDeletedByHand();

    assertThat(scene.pass().apply()).isNull();
    Plan again = scene.podsGone().pass();

    assertThat(again.apply()).isEqualTo(again.inForce());
    assertThat(again.inForce().number()).isEqualTo(1);
    assertThat(again.steps())
        .containsExactly(
            new Step.SaveIntent(),
            new Step.ReclaimJobManager(again.inForce()),
            new Step.ConfirmClusterGone(false));
  }

  @Test
  void a_finished_job_is_ready_and_not_run_again_when_its_cluster_is_removed() {
    Scene scene = Scene.running();
    assertThat(reason(scene.job("FINISHED").pass())).isEqualTo(Reason.Finished);

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.apply()).isNull();
    assertThat(reason(plan)).isEqualTo(Reason.Finished);
  }

  @Test
  void a_job_that_has_ended_stays_so_when_a_new_JobManager_no_longer_lists_it() {
    Scene scene = Scene.running().job("FINISHED");
    scene.pass();

    assertThat(reason(scene.noJobs().pass())).isEqualTo(Reason.Finished);
  }

  @Test
  void a_failed_job_is_stalled_with_its_cause_until_an_edit() {
    Scene scene = Scene.running().job("FAILED", true, "IllegalStateException: no more coffee");

    Plan plan = scene.pass();

    assertThat(health(plan).kind()).isEqualTo(Health.Kind.STALLED);
    assertThat(health(plan).message()).contains("no more coffee").contains("restartNonce");
    assertThat(plan.notices()).extracting(Notice::reason).containsExactly(EventReason.JOB_ERROR);
    assertThat(scene.pass().notices()).as("told once").isEmpty();
    assertThat(reason(scene.edit(spec -> spec.setRestartNonce(7L)).pass()))
        .isEqualTo(Reason.WaitingForOldCluster);
  }

  @Test
  void a_restarting_job_stays_ready_for_the_grace_period_and_no_longer() {
    Scene scene = Scene.running().job("RESTARTING");

    Plan young = scene.after(Duration.ofSeconds(20)).pass();
    assertThat(young.verdict()).isEqualTo(new Verdict.AsBefore());
    assertThat(young.wake()).isEqualTo(Duration.ofSeconds(40));

    Plan old = scene.after(Duration.ofSeconds(40)).pass();
    assertThat(reason(old)).isEqualTo(Reason.JobRestarting);
  }

  @Test
  void a_silent_rest_api_stays_ready_for_the_grace_period_and_no_longer() {
    Scene scene = Scene.running().unreachable();

    assertThat(scene.pass().verdict()).isEqualTo(new Verdict.AsBefore());
    assertThat(reason(scene.after(Duration.ofSeconds(61)).pass()))
        .isEqualTo(Reason.JobManagerUnreachable);
    assertThat(reason(scene.job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void a_job_without_task_managers_is_not_called_running() {
    Scene scene = new Scene();
    scene.pass();
    scene.available().job("RUNNING", false, null);
    scene.trouble(false, PodTrouble.Kind.UNSCHEDULABLE, "Unschedulable", "Insufficient cpu");

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.PodUnschedulable);
    assertThat(health(plan).message()).contains("TaskManager").contains("Insufficient cpu");
  }

  @Test
  void an_image_that_cannot_be_pulled_stalls_and_heals_with_the_edit() {
    Scene scene = new Scene();
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ImagePullBackOff", "not found");

    assertThat(reason(scene.pass())).isEqualTo(Reason.PodCannotStart);
    assertThat(scene.resource().getStatus().getJobManagerDeploymentStatus()).isEqualTo("ERROR");

    scene.edit(spec -> spec.setImage("flink:1.20.3")).pass();
    scene.clusterGone().pass();
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void a_missing_service_account_stalls_and_an_exhausted_quota_waits() {
    Scene scene = new Scene();
    scene.pass();

    assertThat(health(scene.podsRefused("serviceaccount \"flink\" not found").pass()).kind())
        .isEqualTo(Health.Kind.STALLED);
    assertThat(health(scene.podsRefused("pods is forbidden: exceeded quota: small").pass()))
        .extracting(Health::kind, Health::reason)
        .containsExactly(Health.Kind.PROGRESSING, Reason.QuotaExceeded);
  }

  @Test
  void a_stateful_job_whose_cluster_is_lost_is_not_started_from_empty() {
    Scene scene = statefulRunning().clusterGone();

    Plan plan = scene.pass();

    assertThat(plan.apply()).isNull();
    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
  }

  @Test
  void a_stateful_job_that_never_ran_may_have_its_image_mended() {
    Scene scene = new Scene().edit(JobTroubleTest::stateful);
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image");
    scene.noTaskManagers().pass();

    assertThat(reason(scene.edit(spec -> spec.setImage("flink:1.20.3")).pass()))
        .isEqualTo(Reason.WaitingForOldCluster);
  }

  private static Scene statefulRunning() {
    return Scene.running(JobTroubleTest::stateful);
  }

  private static void stateful(dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec spec) {
    spec.getJob().setUpgradeMode(Job.UpgradeMode.SAVEPOINT);
    spec.setFlinkConfiguration(CHECKPOINTS);
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }

  private static Reason reason(Plan plan) {
    return health(plan).reason();
  }
}
