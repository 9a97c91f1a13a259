package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.PodTrouble;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A job is suspended and resumed. */
@NullUnmarked
class SuspensionTest {

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
  void a_job_whose_restore_point_was_wiped_while_it_was_suspended_is_not_started_from_empty() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.operationCompleted("file:///state/savepoint-1").job("FINISHED").pass();
    scene.clusterGone().pass();
    scene.resource().getStatus().setRestorePoint(null);
    scene.pass();

    Plan plan = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.apply()).isNull();
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }

  private static Reason reason(Plan plan) {
    return health(plan).reason();
  }
}
