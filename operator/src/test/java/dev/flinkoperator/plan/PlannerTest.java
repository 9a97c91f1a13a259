package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Ingress;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.PodTrouble;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class PlannerTest {

  private static final Map<String, Object> CHECKPOINTS =
      Map.of(
          "state.checkpoints.dir", "file:///state/c",
          "state.savepoints.dir", "file:///state/s");

  @Test
  void a_new_resource_is_recorded_then_announced_then_launched() {
    Plan plan = new Scene().pass();

    assertThat(plan.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("RecordRevision", "SaveIntent");
    assertThat(plan.apply()).isSameAs(plan.inForce()).isNotNull();
    assertThat(plan.launching()).isTrue();
    assertThat(reason(plan)).isEqualTo(Reason.Deploying);
  }

  @Test
  void planning_again_from_the_same_observation_gives_the_same_plan() {
    Scene scene = new Scene();

    assertThat(scene.plan()).isEqualTo(scene.plan());
  }

  @Test
  void a_pass_cut_off_after_recording_the_revision_goes_on_with_a_newer_number() {
    Scene scene = new Scene();
    Plan cutOff = scene.pass();
    scene.clusterGone().revisionLost();
    scene.resource().setStatus(null);

    Plan again = scene.plan();

    assertThat(again.inForce().number()).isEqualTo(cutOff.inForce().number() + 1);
    assertThat(again.inForce().jobId()).isNotEqualTo(cutOff.inForce().jobId());
  }

  @Test
  void a_running_job_is_ready_and_asks_for_nothing() {
    Scene scene = Scene.running();

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(plan.wake()).isNull();
    assertThat(plan.notices()).isEmpty();
    assertThat(plan.follow().moving()).isFalse();
    assertThat(plan.follow().address()).hasToString("http://basic-example-rest.streams:8081");
  }

  @Test
  void a_changed_spec_ends_the_old_cluster_before_anything_of_the_new_is_made() {
    Scene scene = Scene.running().edit(spec -> spec.setImage("flink:1.20.3"));

    Plan plan = scene.pass();

    assertThat(plan.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("RecordRevision", "SaveIntent", "ScaleDownJobManager");
    assertThat(plan.apply()).isNull();
    assertThat(reason(plan)).isEqualTo(Reason.WaitingForOldCluster);
  }

  @Test
  void nothing_is_launched_while_a_pod_of_the_old_cluster_is_left() {
    Scene scene = Scene.running().edit(spec -> spec.setImage("flink:1.20.3"));
    scene.pass();
    scene.jobManagerDeletedByHand();

    assertThat(scene.pass().apply()).isNull();
    assertThat(scene.podsGone().pass().apply()).isNotNull();
  }

  @Test
  void the_end_of_the_old_cluster_is_confirmed_by_the_api_server_before_the_launch() {
    Scene scene = Scene.running().edit(spec -> spec.setImage("flink:1.20.3"));
    scene.pass();

    Plan launch = scene.clusterGone().pass();

    assertThat(launch.steps())
        .containsExactly(
            new Step.SaveIntent(),
            new Step.ConfirmClusterGone(false),
            Step.DeleteHighAvailabilityMetadata.all());
    assertThat(launch.inForce().number()).isEqualTo(2);
  }

  @Test
  void a_newer_edit_wins_over_an_upgrade_under_way() {
    Scene scene = Scene.running().edit(spec -> spec.setImage("flink:one"));
    scene.pass();
    scene.edit(spec -> spec.setImage("flink:two"));
    scene.pass();

    Plan launch = scene.clusterGone().pass();

    assertThat(launch.apply().spec().path("image").asText()).isEqualTo("flink:two");
    assertThat(launch.apply().number()).isEqualTo(3);
  }

  @Test
  void an_edit_taken_back_after_the_roll_out_returns_to_the_first_spec() {
    Scene scene = Scene.running();
    String first = scene.deployedSpec();
    scene.edit(spec -> spec.setImage("flink:broken")).pass();
    scene.clusterGone().pass();
    scene.edit(spec -> spec.setImage("flink:1.20")).pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();

    assertThat(scene.deployedSpec()).isEqualTo(first);
    assertThat(reason(scene.plan())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void restartNonce_restarts_when_set_and_not_when_cleared() {
    Scene scene = Scene.running().edit(spec -> spec.setRestartNonce(1L));
    assertThat(reason(scene.pass())).isEqualTo(Reason.WaitingForOldCluster);
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();

    scene.edit(spec -> spec.setRestartNonce(null));

    assertThat(reason(scene.pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void an_ingress_edit_is_applied_without_touching_the_JobManager() {
    Scene scene =
        Scene.running()
            .edit(
                spec -> {
                  Ingress ingress = new Ingress();
                  ingress.setTemplate("flink.example.org/{{namespace}}/{{name}}");
                  spec.setIngress(ingress);
                });

    Plan plan = scene.pass();

    assertThat(plan.apply().objects().ingress()).isNotNull();
    assertThat(plan.apply().launchedAs()).isNotEqualTo(plan.apply().name());
    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(scene.pass().steps()).containsExactly(new Step.SaveIntent());
  }

  @Test
  void a_resource_created_suspended_is_ready_and_nothing_is_made() {
    Scene scene = new Scene().editJob(job -> job.setState(Job.State.SUSPENDED));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.Suspended);
    assertThat(plan.apply()).isNull();
    assertThat(plan.steps()).isEmpty();
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("SUSPENDED");
  }

  @Test
  void suspending_ends_the_cluster_and_says_so_only_when_it_is_gone() {
    Scene scene = Scene.running().editJob(job -> job.setState(Job.State.SUSPENDED));

    assertThat(reason(scene.pass())).isEqualTo(Reason.Suspending);
    Plan settled = scene.clusterGone().pass();

    assertThat(settled.steps()).contains(new Step.ConfirmClusterGone(true));
    assertThat(reason(settled)).isEqualTo(Reason.Suspended);
    assertThat(scene.pass().steps()).isEmpty();
  }

  @Test
  void a_resumed_job_is_a_new_one() {
    Scene scene = Scene.running().editJob(job -> job.setState(Job.State.SUSPENDED));
    String before = scene.pass().inForce().jobId();
    scene.clusterGone().pass();

    Plan resumed = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(resumed.apply().jobId()).isNotEqualTo(before);
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void an_edit_made_while_suspended_takes_effect_on_resume() {
    Scene scene = Scene.running().editJob(job -> job.setState(Job.State.SUSPENDED));
    scene.pass();
    scene.clusterGone().pass();
    scene.edit(spec -> spec.setImage("flink:later"));
    assertThat(scene.pass().steps()).isEmpty();

    Plan resumed = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(resumed.apply().spec().path("image").asText()).isEqualTo("flink:later");
  }

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
  void a_bad_edit_stalls_and_leaves_the_running_job_and_its_children_in_order() {
    Scene scene =
        Scene.running()
            .edit(
                spec ->
                    spec.setFlinkConfiguration(
                        Map.of("kubernetes.cluster-id", "mine", "kubernetes.namespace", "x")));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(health(plan).message())
        .contains("kubernetes.cluster-id")
        .contains("kubernetes.namespace");
    assertThat(plan.apply()).isEqualTo(plan.inForce());
    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(scene.resource().getStatus().getObservedGeneration()).isEqualTo(2);
    assertThat(scene.pass().notices()).as("told once").isEmpty();
  }

  @Test
  void a_bad_edit_taken_back_is_ready_again_without_a_restart() {
    Scene scene = Scene.running();
    var good = scene.resource().getSpec().getFlinkConfiguration();
    scene.edit(spec -> spec.setFlinkConfiguration(Map.of("kubernetes.cluster-id", "x"))).pass();

    Plan plan = scene.edit(spec -> spec.setFlinkConfiguration(good)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(plan.inForce().number()).isEqualTo(1);
  }

  @Test
  void a_bad_spec_with_nothing_deployed_is_failed() {
    Scene scene = new Scene().edit(spec -> spec.setServiceAccount(" "));

    Plan plan = scene.pass();

    assertThat(plan.verdict())
        .isInstanceOfSatisfying(
            Verdict.Judged.class,
            judged -> {
              assertThat(judged.jobManager()).isEqualTo(JobManagerStatus.ERROR);
              assertThat(judged.lifecycle()).isEqualTo(Lifecycle.FAILED);
              assertThat(judged.rollout()).isEqualTo(Rollout.UNSET);
            });
    assertThat(health(plan).message()).contains("spec.serviceAccount");
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
    Scene scene = new Scene().edit(PlannerTest::stateful);
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image");
    scene.noTaskManagers().pass();

    assertThat(reason(scene.edit(spec -> spec.setImage("flink:1.20.3")).pass()))
        .isEqualTo(Reason.WaitingForOldCluster);
  }

  @Test
  void savepointRedeployNonce_starts_even_a_stateful_job_from_the_given_path() {
    Scene scene =
        statefulRunning()
            .editJob(
                job -> {
                  job.setInitialSavepointPath("file:///state/s/savepoint-1");
                  job.setSavepointRedeployNonce(1L);
                });

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.WaitingForOldCluster);
    assertThat(plan.inForce().objects().flinkConfig().getData().toString())
        .contains("execution.savepoint.path: file:///state/s/savepoint-1");
  }

  @Test
  void what_another_operator_deployed_is_left_alone() {
    Scene scene = statefulRunning().revisionLost();
    scene.resource().getStatus().setRevision(null);

    Plan plan = scene.plan();

    assertThat(reason(plan)).isEqualTo(Reason.NotSupported);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.apply()).isNull();
  }

  @Test
  void a_stateful_job_whose_record_is_lost_is_left_alone() {
    Plan plan = statefulRunning().revisionLost().plan();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.steps()).isEmpty();
  }

  @Test
  void a_resumed_job_that_never_ran_still_starts_from_its_savepoint() {
    Scene scene =
        new Scene().editJob(job -> job.setInitialSavepointPath("file:///state/s/savepoint-1"));
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image").pass();
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.clusterGone().pass();

    Plan resumed = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(resumed.inForce().objects().flinkConfig().getData().toString())
        .contains("file:///state/s/savepoint-1");
  }

  @Test
  void an_ingress_edit_within_the_grace_period_is_recorded_once() {
    Scene scene = Scene.running().job("RESTARTING");
    scene.edit(
        spec -> {
          Ingress ingress = new Ingress();
          ingress.setTemplate("flink.example.org/{{name}}");
          spec.setIngress(ingress);
        });

    assertThat(scene.pass().inForce().number()).isEqualTo(2);
    assertThat(scene.pass().inForce().number()).isEqualTo(2);
  }

  @Test
  void a_deployment_of_somebody_else_is_not_touched() {
    Plan plan = new Scene().foreignDeployment().pass();

    assertThat(reason(plan)).isEqualTo(Reason.NameTaken);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.apply()).isNull();
  }

  @Test
  void deletion_ends_the_cluster_then_its_metadata_then_finishes() {
    Scene scene = Scene.running().deleted();

    Plan first = scene.pass();
    assertThat(first.steps()).hasOnlyElementsOfType(Step.ScaleDownJobManager.class);
    assertThat(Deletion.finishes(first)).isFalse();

    Plan last = scene.clusterGone().pass();
    assertThat(last.steps())
        .containsExactly(
            new Step.ConfirmClusterGone(true), Step.DeleteHighAvailabilityMetadata.all());
    assertThat(Deletion.finishes(last)).isTrue();
  }

  @Test
  void deletion_of_what_never_was_deployed_finishes_at_once() {
    assertThat(Deletion.finishes(new Scene().deleted().plan())).isTrue();
  }

  @Test
  void only_the_newest_revisions_are_kept() {
    Scene scene = Scene.running();
    for (int i = 0; i < 4; i++) {
      String image = "flink:" + i;
      scene.edit(spec -> spec.setImage(image)).pass();
      scene.clusterGone().pass();
      scene.available().job("RUNNING").pass();
    }

    assertThat(scene.plan().steps())
        .filteredOn(Step.ForgetRevisions.class::isInstance)
        .singleElement()
        .extracting(step -> ((Step.ForgetRevisions) step).names().size())
        .isEqualTo(2);
  }

  private static Scene statefulRunning() {
    return Scene.running(PlannerTest::stateful);
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
