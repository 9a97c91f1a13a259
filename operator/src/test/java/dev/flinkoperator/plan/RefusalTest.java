package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What cannot be followed, or must not be touched. */
@NullUnmarked
class RefusalTest {

  private static final Map<String, Object> CHECKPOINTS =
      Map.of(
          "state.checkpoints.dir", "file:///state/c",
          "state.savepoints.dir", "file:///state/s");

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
  void a_version_that_is_too_old_is_stalled_and_says_which_are_not() {
    Scene scene = new Scene().edit(spec -> spec.setFlinkVersion(FlinkVersion.V1_13));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(health(plan).kind()).isEqualTo(Health.Kind.STALLED);
    assertThat(health(plan).message())
        .contains("spec.flinkVersion: Flink 1.13 is not supported; the oldest that is is 1.14");
    assertThat(plan.apply()).isNull();
  }

  @Test
  void an_edit_to_a_version_that_is_too_old_leaves_the_running_job_alone() {
    Scene scene = Scene.running().edit(spec -> spec.setFlinkVersion(FlinkVersion.V1_13));

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(health(plan).message()).contains("Flink 1.13 is not supported");
    assertThat(plan.apply()).isEqualTo(plan.inForce());
    assertThat(plan.inForce().number()).isEqualTo(1);
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
  void stateless_deploys_a_job_with_a_lost_record_anew_from_empty() {
    Scene scene = upgraded().revisionLost();
    assertThat(reason(scene.pass())).isEqualTo(Reason.RestorePointUnknown);
    scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS)).pass();

    Plan plan = launched(scene);

    assertThat(plan.inForce().restoredFrom()).isNull();
  }

  @Test
  void the_redeploy_nonce_deploys_it_anew_from_a_snapshot() {
    Scene scene = upgraded().revisionLost();
    assertThat(reason(scene.pass())).isEqualTo(Reason.RestorePointUnknown);
    scene
        .editJob(
            job -> {
              job.setInitialSavepointPath("file:///state/s/trusted");
              job.setSavepointRedeployNonce(7L);
            })
        .pass();

    Plan plan = launched(scene);

    assertThat(plan.inForce().restoredFrom()).isEqualTo("file:///state/s/trusted");
  }

  @Test
  void a_stateful_job_whose_status_was_wiped_is_left_alone() {
    Scene scene = upgraded().revisionLost();
    scene.resource().setStatus(null);

    Plan plan = scene.plan();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.apply()).isNull();
  }

  @Test
  void stateless_ends_it_and_deploys_anew() {
    Scene scene = upgraded().revisionLost();
    scene.resource().setStatus(null);
    scene.pass();
    scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS)).pass();

    assertThat(launched(scene).inForce().restoredFrom()).isNull();
  }

  /** One that an upgrade has carried its state over for. */
  private static Scene upgraded() {
    Scene scene = statefulRunning();
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.operationCompleted("file:///state/s/savepoint-1").job("FINISHED").pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();
    assertThat(scene.seen().inForce().restoredFrom()).isEqualTo("file:///state/s/savepoint-1");
    return scene;
  }

  private static Plan launched(Scene scene) {
    Plan plan = scene.clusterGone().pass();
    assertThat(plan.apply()).isNotNull();
    return plan;
  }

  @Test
  void a_deployment_of_somebody_else_is_not_touched() {
    Plan plan = new Scene().foreignDeployment().pass();

    assertThat(reason(plan)).isEqualTo(Reason.NameTaken);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.apply()).isNull();
  }

  private static Scene statefulRunning() {
    return Scene.running(RefusalTest::stateful);
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
