package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job in Flink's adaptive scheduler is rescaled without a new cluster. */
@NullUnmarked
class RescalingTest {

  private static final String VERTEX = "bc764cd8ddf7a0cff126f51c16239658";
  private static final String OTHER = "0a448493b4782967b150582570326227";
  private static final String OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

  @Test
  void an_edit_of_the_overrides_alone_tells_Flink_and_keeps_the_cluster_and_the_job() {
    Scene scene = running();
    String job = scene.jobId();

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(steps(edited, Step.RecordRevision.class)).hasSize(1);
    assertThat(endsCluster(edited)).isFalse();
    assertThat(health(edited).kind()).isEqualTo(Health.Kind.PROGRESSING);
    assertThat(health(edited).reason()).isEqualTo(Reason.Rescaling);

    Plan due = scene.vertex(VERTEX, 1, 2, 0).pass();

    Step.Rescale step = (Step.Rescale) steps(due, Step.Rescale.class).get(0);
    assertThat(step.answer().question().jobId()).isEqualTo(job);
    assertThat(step.answer().question().targets()).containsExactly(Map.entry(VERTEX, 3));
    assertThat(due.follow().moving()).isTrue();
    assertThat(due.notices()).extracting(Notice::reason).containsExactly(EventReason.SCALING);
    assertThat(health(due).message()).contains("vertex " + VERTEX + " to 3 (at most 2 so far)");
    assertThat(scene.jobId()).isEqualTo(job);
  }

  @Test
  void asks_again_until_Flink_names_the_bounds_that_are_wanted_and_says_it_once() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 2, 0).pass();

    Plan again = scene.pass();

    assertThat(steps(again, Step.Rescale.class)).hasSize(1);
    assertThat(again.wake()).isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(again.notices()).isEmpty();
    assertThat(steps(scene.vertex(VERTEX, 1, 3, 2).pass(), Step.Rescale.class)).isEmpty();
  }

  @Test
  void is_ready_when_the_vertices_really_run_with_what_they_are_given() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 2, 0).pass();

    Plan waiting = scene.vertex(VERTEX, 1, 3, 2).pass();
    assertThat(health(waiting).kind()).isEqualTo(Health.Kind.PROGRESSING);
    assertThat(health(waiting).message()).contains("vertex " + VERTEX + " runs with 2 of 3");

    Plan ready = scene.vertex(VERTEX, 1, 3, 3).pass();
    assertThat(health(ready).kind()).isEqualTo(Health.Kind.READY);
    assertThat(scene.resource().getStatus().getObservedGeneration()).isEqualTo(2);
    assertThat(scene.pass().steps()).noneMatch(Step.RecordRevision.class::isInstance);
  }

  @Test
  void is_ready_with_what_it_can_get_after_a_time_and_says_what_is_short() {
    Scene scene = edited();
    Plan waiting = scene.vertex(VERTEX, 1, 3, 2).pass();

    Plan patient = scene.after(waiting.wake()).pass();

    assertThat(health(patient).kind()).isEqualTo(Health.Kind.READY);
    assertThat(health(patient).message()).contains("vertex " + VERTEX + " runs with 2 of 3");
    assertThat(health(scene.pass())).isEqualTo(health(patient));
    assertThat(health(scene.vertex(VERTEX, 1, 3, 3).pass()).message())
        .isEqualTo("The job is running");
  }

  @Test
  void the_restart_that_rescaling_is_to_Flink_is_no_trouble() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 2, 0).pass();

    Plan restarting = scene.job("RESTARTING").pass();

    assertThat(health(restarting).reason()).isEqualTo(Reason.Rescaling);
    assertThat(restarting.notices()).isEmpty();
  }

  @Test
  void a_newer_edit_wins_at_any_moment() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 2, 0).pass();

    scene.edit(spec -> overrides(spec, VERTEX + ":1")).pass();
    Plan newer = scene.vertex(VERTEX, 1, 3, 0).pass();

    Step.Rescale step = (Step.Rescale) steps(newer, Step.Rescale.class).get(0);
    assertThat(step.answer().question().targets()).containsExactly(Map.entry(VERTEX, 1));
  }

  @Test
  void an_answer_to_an_older_edit_counts_for_nothing() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 3, 3);

    Plan newer = scene.edit(spec -> overrides(spec, VERTEX + ":1")).pass();

    assertThat(health(newer).kind()).isEqualTo(Health.Kind.PROGRESSING);
  }

  @Test
  void is_due_again_when_another_JobManager_has_begun_the_job_as_its_code_says() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 3, 3).pass();

    Plan due = scene.startedAnew().vertex(VERTEX, 1, 2, 0).pass();

    assertThat(steps(due, Step.Rescale.class)).hasSize(1);
  }

  @Test
  void an_operator_that_has_just_begun_leaves_the_status_until_Flink_has_answered() {
    Scene scene = edited();
    scene.vertex(VERTEX, 1, 3, 3).pass();

    assertThat(scene.operatorRestarted().job("RUNNING").pass().verdict())
        .isInstanceOf(Verdict.AsBefore.class);
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("STABLE");
  }

  @Test
  void a_refusal_is_followed_by_an_ordinary_upgrade_and_that_by_none() {
    Scene scene = edited();

    Plan upgrade = scene.rescaleRefused("Not found").pass();

    assertThat(endsCluster(upgrade)).isTrue();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();
    Plan rest = scene.rescaleRefused("Not found").pass();
    assertThat(health(rest).kind()).isEqualTo(Health.Kind.READY);
    assertThat(endsCluster(rest)).isFalse();
  }

  @Test
  void a_refusal_to_go_back_to_what_the_job_was_launched_with_is_followed_by_an_upgrade_too() {
    Scene scene = running();
    scene.edit(spec -> overrides(spec, VERTEX + ":1")).pass();
    scene.vertex(VERTEX, 1, 1, 1).pass();
    scene.edit(spec -> overrides(spec, VERTEX + ":2")).pass();

    Plan upgrade = scene.vertex(VERTEX, 1, 1, 1).rescaleRefused("too many").pass();

    assertThat(endsCluster(upgrade)).isTrue();
  }

  @Test
  void it_is_an_ordinary_upgrade_where_its_owner_wants_no_other() {
    Scene scene =
        running(
            "v1_20",
            spec ->
                option(spec, "kubernetes.operator.job.upgrade.inplace-scaling.enabled", "false"));

    Plan upgrade = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(endsCluster(upgrade)).isTrue();
    assertThat(upgrade.follow() == null || upgrade.follow().rescale() == null).isTrue();
  }

  @Test
  void a_refusal_stops_a_job_whose_state_matters_as_any_upgrade_does() {
    Scene scene = running("v1_20", RescalingTest::bySavepoint);
    scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    Plan upgrade = scene.rescaleRefused("Not found").pass();

    assertThat(steps(upgrade, Step.StartOperation.class)).hasSize(1);
  }

  @Test
  void a_cluster_that_is_lost_comes_back_with_what_the_job_was_rescaled_to() {
    Scene scene = running("v1_20", RescalingTest::bySavepoint);
    scene.checkpoint(7, "file:///state/checkpoints/chk-7").pass();
    scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();
    scene.vertex(VERTEX, 1, 3, 3).pass();

    Plan again = scene.clusterGone().pass();

    assertThat(again.inForce().configuration()).containsEntry(OVERRIDES, VERTEX + ":3");
  }

  @Test
  void what_is_completed_for_the_user_is_not_disturbed() {
    Scene scene = running("v1_20", RescalingTest::bySavepoint);
    scene.editJob(job -> job.setSavepointTriggerNonce(7L)).pass();
    assertThat(scene.resource().getStatus().getOperation()).isNotNull();
    scene.edit(spec -> overrides(spec, VERTEX + ":3")).operationRunning().pass();

    assertThat(steps(scene.vertex(VERTEX, 1, 2, 0).pass(), Step.Rescale.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"jobmanager.scheduler,default", "scheduler-mode,reactive"})
  void another_scheduler_is_upgraded_as_ever(String key, String value) {
    Scene scene = running("v1_20", spec -> option(spec, key, value));

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(endsCluster(edited)).isTrue();
  }

  @Test
  void a_Flink_that_cannot_is_upgraded_as_ever() {
    Scene scene = running("v1_17", spec -> {});

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(endsCluster(edited)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", OTHER + ":3", "all:3", VERTEX + ":0", VERTEX + ":3,"})
  void overrides_taken_away_or_garbled_are_an_upgrade(String text) {
    Scene scene = running();

    Plan edited = scene.edit(spec -> overrides(spec, text)).pass();

    assertThat(endsCluster(edited)).isTrue();
  }

  @Test
  void another_edit_at_the_same_time_is_an_upgrade() {
    Scene scene = running();

    Plan edited =
        scene
            .edit(
                spec -> {
                  overrides(spec, VERTEX + ":3");
                  spec.setImage("flink:1.20.3");
                })
            .pass();

    assertThat(endsCluster(edited)).isTrue();
  }

  @Test
  void a_job_that_has_ended_is_started_again_by_an_edit_as_ever() {
    Scene scene = running();
    scene.job("FAILED").pass();

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(endsCluster(edited)).isTrue();
  }

  @Test
  void overrides_may_be_added_to_a_job_that_had_none() {
    Scene scene = running("v1_20", spec -> spec.getFlinkConfiguration().remove(OVERRIDES));
    assertThat(scene.pass().follow().rescale()).isNull();

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();

    assertThat(endsCluster(edited)).isFalse();
    assertThat(edited.follow().rescale().targets()).containsExactly(Map.entry(VERTEX, 3));
  }

  @Test
  void a_rescaled_job_is_not_rolled_back_because_its_launch_is_long_ago() {
    Scene scene =
        running(
            "v1_20",
            spec -> option(spec, "kubernetes.operator.deployment.rollback.enabled", "true"));
    scene.after(Duration.ofHours(1));

    Plan edited = scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();
    Plan due = scene.vertex(VERTEX, 1, 2, 0).pass();

    assertThat(health(edited).reason()).isEqualTo(Reason.Rescaling);
    assertThat(health(due).reason()).isEqualTo(Reason.Rescaling);
  }

  private static Scene edited() {
    Scene scene = running();
    scene.edit(spec -> overrides(spec, VERTEX + ":3")).pass();
    return scene;
  }

  private static Scene running() {
    return running("v1_20", spec -> {});
  }

  /** Its one vertex runs with two subtasks, as its overrides say. */
  private static Scene running(
      String version, java.util.function.Consumer<FlinkDeploymentSpec> more) {
    Scene scene =
        Scene.running(
            spec -> {
              spec.setFlinkVersion(FlinkDeploymentSpec.FlinkVersion.valueOf(version.toUpperCase()));
              option(spec, "jobmanager.scheduler", "adaptive");
              overrides(spec, VERTEX + ":2");
              more.accept(spec);
            });
    if (scene.pass().follow().rescale() != null) {
      scene.vertex(VERTEX, 1, 2, 2).pass();
    }
    return scene;
  }

  private static void bySavepoint(FlinkDeploymentSpec spec) {
    spec.getJob().setUpgradeMode(Job.UpgradeMode.SAVEPOINT);
    option(spec, "state.checkpoints.dir", "file:///state/checkpoints");
    option(spec, "state.savepoints.dir", "file:///state/savepoints");
  }

  private static void overrides(FlinkDeploymentSpec spec, String text) {
    option(spec, OVERRIDES, text);
  }

  private static void option(FlinkDeploymentSpec spec, String key, String value) {
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.put(key, value);
    spec.setFlinkConfiguration(configuration);
  }

  private static boolean endsCluster(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            step ->
                step instanceof Step.ScaleDownJobManager
                    || step instanceof Step.DeleteJobManager
                    || step instanceof Step.DeleteUnbegunJobManager);
  }

  private static List<Step> steps(Plan plan, Class<? extends Step> kind) {
    return plan.steps().stream().filter(kind::isInstance).toList();
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }
}
