package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Ingress;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.PodTrouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A FlinkDeployment without a job: a cluster for jobs that others submit. */
@NullUnmarked
class SessionClusterTest {

  private static final Map<String, Object> HIGH_AVAILABILITY =
      Map.of("high-availability.type", "kubernetes", "high-availability.storageDir", "s3://ha");

  @Test
  void it_is_recorded_announced_and_launched_without_any_job() {
    Scene scene = new Scene().edit(spec -> spec.setJob(null));

    Plan plan = scene.pass();

    assertThat(plan.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly("RecordRevision", "SaveIntent");
    assertThat(plan.apply().jobId()).isEmpty();
    assertThat(plan.apply().objects().jobManager().toString()).contains("kubernetes-session");
    assertThat(plan.notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .isEqualTo("Starting revision 1 as a session cluster");
  }

  @Test
  void it_is_ready_when_flink_answers_and_asks_for_nothing_but_its_jobs_and_size() {
    Scene scene = Scene.session();

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.ClusterRunning);
    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(plan.wake()).isNull();
    assertThat(plan.notices()).isEmpty();
    assertThat(plan.follow().size()).isTrue();
    assertThat(plan.follow().checkpointsOf()).isNull();
    assertThat(plan.follow().moving()).isFalse();
  }

  @Test
  void its_status_counts_what_flink_counts_and_tells_of_no_job_of_its_own() {
    Scene scene = Scene.session();
    scene.submitted("RUNNING", "RESTARTING", "FINISHED").pass();

    FlinkDeploymentStatus status = status(scene);

    assertThat(status.getJobStatus()).isNull();
    assertThat(status.getLifecycleState()).isEqualTo("STABLE");
    assertThat(status.getJobManagerDeploymentStatus()).isEqualTo("READY");
    assertThat(status.getReconciliationStatus().getSuccess()).isTrue();
    assertThat(status.getReconciliationStatus().getLastStableSpec()).isNotEmpty();
    assertThat(status.getTaskManager().getReplicas()).isEqualTo(3);
    assertThat(status.getTaskManager().getLabelSelector())
        .isEqualTo("component=taskmanager,app=basic-example");
    assertThat(condition(scene, "Running").getStatus()).isEqualTo("True");
    assertThat(condition(scene, "Running").getReason()).isEqualTo("JobManagerReady");
  }

  @Test
  void before_it_answers_it_is_neither_ready_nor_running() {
    Scene scene = new Scene().edit(spec -> spec.setJob(null));
    scene.pass();
    scene.pass();

    assertThat(condition(scene, "Ready").getStatus()).isEqualTo("False");
    assertThat(condition(scene, "Running").getReason()).isEqualTo("JobManagerIsDeploying");
    assertThat(status(scene).getTaskManager().getReplicas()).isZero();
  }

  @Test
  void jobs_that_come_fail_and_go_leave_it_ready() {
    Scene scene = Scene.session();
    scene.submitted("FAILED", "RESTARTING", "CANCELED").after(Duration.ofMinutes(10));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.ClusterRunning);
    assertThat(plan.notices()).isEmpty();
    assertThat(scene.submitted().plan().wake()).isNull();
  }

  @Test
  void a_silent_rest_api_is_told_after_the_grace_period() {
    Scene scene = Scene.session().unreachable().after(Duration.ofSeconds(30));
    assertThat(scene.pass().verdict()).isInstanceOf(Verdict.AsBefore.class);

    assertThat(reason(scene.after(Duration.ofSeconds(30)).pass()))
        .isEqualTo(Reason.JobManagerUnreachable);
    assertThat(condition(scene, "Running").getReason()).isEqualTo("DeployedNotReady");
  }

  @Test
  void an_edit_ends_the_old_cluster_and_says_what_that_means_for_its_jobs() {
    Scene scene =
        Scene.session().submitted("RUNNING", "FINISHED").edit(spec -> spec.setImage("flink:other"));

    Plan plan = scene.pass();

    assertThat(plan.steps())
        .extracting(step -> step.getClass().getSimpleName())
        .containsExactly(
            "ConfirmSessionJobs", "RecordRevision", "SaveIntent", "ScaleDownJobManager");
    assertThat(plan.notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .endsWith("; 1 job in it will be lost with it, as no high availability carries them over");
    assertThat(scene.jobManagerDeletedByHand().pass().apply()).isNull();
    assertThat(scene.podsGone().pass().apply()).isNotNull();
  }

  @Test
  void restartNonce_restarts_it() {
    Scene scene = Scene.session().edit(spec -> spec.setRestartNonce(1L));

    assertThat(reason(scene.pass())).isEqualTo(Reason.WaitingForOldCluster);
  }

  @Test
  void with_high_availability_its_jobs_go_on_in_the_next_cluster() {
    Scene scene = Scene.session(spec -> spec.setFlinkConfiguration(HIGH_AVAILABILITY));
    scene.submitted("RUNNING").edit(spec -> spec.setImage("flink:other"));
    assertThat(scene.pass().notices())
        .extracting(Notice::message)
        .asString()
        .contains("1 job in it will be recovered by Flink's high availability");

    Plan launch = scene.clusterGone().pass();

    assertThat(launch.apply()).isNotNull();
    assertThat(launch.steps()).noneMatch(Step.DeleteHighAvailabilityMetadata.class::isInstance);
  }

  @Test
  void another_flink_version_gets_no_graphs_that_it_may_not_be_able_to_read() {
    Scene scene = Scene.session(spec -> spec.setFlinkConfiguration(HIGH_AVAILABILITY));
    scene
        .submitted("RUNNING")
        .edit(spec -> spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.V2_0));
    scene.pass();

    assertThat(scene.clusterGone().pass().steps())
        .contains(Step.DeleteHighAvailabilityMetadata.all());
  }

  @Test
  void a_jobmanager_deleted_by_hand_is_made_again_with_all_that_its_jobs_left() {
    Scene scene = Scene.session(spec -> spec.setFlinkConfiguration(HIGH_AVAILABILITY));

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().number()).isEqualTo(1);
    assertThat(plan.steps()).noneMatch(Step.DeleteHighAvailabilityMetadata.class::isInstance);
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly(EventReason.RECOVER_DEPLOYMENT);
  }

  @Test
  void an_image_that_cannot_be_pulled_is_told_and_mended_by_an_edit() {
    Scene scene = new Scene().edit(spec -> spec.setJob(null));
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image");
    assertThat(reason(scene.pass())).isEqualTo(Reason.PodCannotStart);
    assertThat(condition(scene, "Stalled").getMessage()).contains("no such image");
    assertThat(condition(scene, "Running").getReason()).isEqualTo("Error");

    scene.edit(spec -> spec.setImage("flink:mended")).pass();
    scene.clusterGone().pass();

    assertThat(reason(scene.available().submitted().pass())).isEqualTo(Reason.ClusterRunning);
  }

  @Test
  void an_ingress_is_added_without_a_restart() {
    Scene scene = Scene.session();
    Ingress ingress = new Ingress();
    ingress.setTemplate("flink.example.org/{{name}}");

    Plan plan = scene.edit(spec -> spec.setIngress(ingress)).pass();

    assertThat(plan.inForce().number()).isEqualTo(2);
    assertThat(plan.apply().objects().ingress()).isNotNull();
    assertThat(plan.steps()).noneMatch(Step.ScaleDownJobManager.class::isInstance);
    assertThat(reason(plan)).isEqualTo(Reason.ClusterRunning);
  }

  @Test
  void a_job_added_to_it_is_refused_and_the_cluster_left_alone() {
    Scene scene = Scene.session().edit(spec -> spec.setJob(new Job()));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.NotSupported);
    assertThat(condition(scene, "Stalled").getMessage())
        .startsWith("spec.job was added: a session cluster cannot become an application");
    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(plan.follow().size()).isTrue();
    assertThat(status(scene).getLifecycleState()).isEqualTo("STABLE");
    assertThat(status(scene).getJobStatus()).isNull();
    assertThat(reason(scene.edit(spec -> spec.setJob(null)).pass()))
        .isEqualTo(Reason.ClusterRunning);
  }

  @Test
  void the_job_taken_from_an_application_is_refused_and_the_job_left_alone() {
    Scene scene = Scene.running();
    Job job = scene.resource().getSpec().getJob();

    Plan plan = scene.edit(spec -> spec.setJob(null)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.NotSupported);
    assertThat(plan.steps()).containsExactly(new Step.SaveIntent());
    assertThat(status(scene).getJobStatus().getState()).isEqualTo("RUNNING");
    assertThat(reason(scene.edit(spec -> spec.setJob(job)).pass())).isEqualTo(Reason.JobRunning);
  }

  private static Reason reason(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health().reason();
  }

  private static FlinkDeploymentStatus status(Scene scene) {
    return scene.resource().getStatus();
  }

  private static Condition condition(Scene scene, String type) {
    return status(scene).getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
