package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Ingress;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
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

  @Test
  void what_a_new_stable_revision_makes_superfluous_is_looked_for_once_more() {
    Scene scene = Scene.running();
    for (int edit = 1; edit <= 4; edit++) {
      Ingress next = new Ingress();
      next.setTemplate("h" + edit + ".example.com");
      Plan records = scene.edit(spec -> spec.setIngress(next)).pass();
      assertThat(records.wake())
          .as("edit %d", edit)
          .isEqualTo(edit < 3 ? null : Duration.ofSeconds(1));
    }

    assertThat(scene.pass().wake()).isNull();
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
