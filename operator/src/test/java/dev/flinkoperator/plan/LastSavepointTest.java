package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** kubernetes.operator.job.savepoint-on-deletion. */
@NullUnmarked
class LastSavepointTest {

  private static final String PATH = "file:///state/savepoints/savepoint-9";

  @Test
  void the_job_is_stopped_with_a_savepoint_before_its_cluster_is_deleted() {
    Scene scene = deleted(Map.of());

    Plan plan = scene.pass();
    assertThat(operation(plan).kind()).isEqualTo(OperationKind.StopWithSavepoint);
    assertThat(operation(plan).cause()).isEqualTo(RestorePoint.Cause.Deletion);
    assertThat(names(plan)).containsExactly("SaveIntent", "StartOperation");
    assertThat(Deletion.finishes(plan)).isFalse();

    Plan done = scene.job("FINISHED").operationCompleted(PATH).pass();
    assertThat(names(done)).containsExactly("SaveIntent", "DeleteJobManager");
    assertThat(done.notices().toString()).contains(PATH);
    assertThat(scene.resource().getStatus().getRestorePoint().getPath()).isEqualTo(PATH);

    assertThat(Deletion.finishes(scene.clusterGone().pass())).isTrue();
  }

  @Test
  void without_the_option_the_cluster_is_deleted_at_once() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint).deleted();

    assertThat(names(scene.pass())).containsExactly("ScaleDownJobManager");
  }

  @Test
  void the_job_is_drained_where_that_is_asked_for() {
    Scene scene = deleted(Map.of("kubernetes.operator.job.drain-on-savepoint-deletion", "true"));

    assertThat(scene.pass().steps())
        .filteredOn(Step.StartOperation.class::isInstance)
        .singleElement()
        .matches(step -> ((Step.StartOperation) step).drain());
  }

  @Test
  void a_lost_request_is_sent_again_under_the_same_id() {
    Scene scene = deleted(Map.of());
    String id = operation(scene.pass()).triggerId();

    assertThat(operation(scene.operationNotKnown().pass()).triggerId()).isEqualTo(id);
  }

  @Test
  void after_three_failures_it_is_deleted_without_and_an_event_says_so() {
    Scene scene = deleted(Map.of());
    scene.pass();
    for (int i = 0; i < 2; i++) {
      Plan failed = scene.operationFailed("the disk is full").pass();
      assertThat(names(failed)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
      scene.after(Duration.ofMinutes(1)).operationNotKnown().pass();
    }

    Plan given = scene.operationFailed("the disk is full").pass();

    assertThat(names(given)).contains("ScaleDownJobManager");
    withoutSavepoint(given, "the disk is full");
  }

  @Test
  void a_silent_Flink_is_waited_for_but_not_for_ever() {
    Scene scene = deleted(Map.of()).unreachable();

    Plan waiting = scene.pass();
    assertThat(names(waiting)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(waiting.follow()).isNotNull();

    withoutSavepoint(scene.after(Duration.ofMinutes(5)).pass(), "does not answer");
  }

  @Test
  void time_that_passed_while_no_operator_ran_is_not_held_against_Flink() {
    Scene scene = deleted(Map.of()).operatorRestarted().after(Duration.ofMinutes(6));

    Plan asking = scene.pass();
    assertThat(names(asking)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(asking.follow()).isNotNull();

    assertThat(operation(scene.job("RUNNING").pass()).kind())
        .isEqualTo(OperationKind.StopWithSavepoint);
  }

  @Test
  void nor_against_a_savepoint_that_nobody_asked_about_meanwhile() {
    Scene scene = deleted(Map.of());
    scene.pass();
    scene.operatorRestarted().after(Duration.ofMinutes(30));

    assertThat(names(scene.pass())).doesNotContain("ScaleDownJobManager", "DeleteJobManager");

    Plan done = scene.job("FINISHED").operationCompleted(PATH).pass();
    assertThat(done.notices().toString()).contains(PATH);
  }

  @Test
  void a_job_that_does_not_run_is_given_a_moment() {
    Scene scene = deleted(Map.of()).job("RESTARTING");

    assertThat(names(scene.pass())).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    withoutSavepoint(scene.after(Duration.ofSeconds(61)).pass(), "RESTARTING");
  }

  @Test
  void a_savepoint_that_never_completes_is_given_up() {
    Scene scene = deleted(Map.of());
    scene.pass();
    assertThat(names(scene.after(Duration.ofMinutes(19)).operationRunning().pass()))
        .doesNotContain("ScaleDownJobManager", "DeleteJobManager");

    withoutSavepoint(scene.after(Duration.ofMinutes(2)).pass(), "in time");
  }

  @Test
  void a_Flink_that_vanished_during_the_savepoint_holds_nothing_up() {
    Scene scene = deleted(Map.of());
    scene.pass();

    assertThat(Deletion.finishes(scene.clusterGone().pass())).isTrue();
  }

  @Test
  void a_job_that_has_ended_or_is_suspended_is_deleted_at_once() {
    assertThat(names(deleted(Map.of()).job("FINISHED").pass())).contains("DeleteJobManager");
    assertThat(Deletion.finishes(new Scene().deleted().pass())).isTrue();
  }

  @Test
  void a_savepoint_under_way_for_an_upgrade_will_do() {
    Scene scene = Scene.running(spec -> options(spec, Map.of()));
    scene.edit(spec -> spec.setImage("flink:next")).pass();

    Plan plan = scene.deleted().operationCompleted(PATH).pass();

    assertThat(names(plan)).contains("ScaleDownJobManager");
    assertThat(plan.notices().toString()).contains(PATH);
  }

  private static void withoutSavepoint(Plan plan, String why) {
    assertThat(names(plan)).contains("ScaleDownJobManager");
    assertThat(plan.notices())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(EventReason.SAVEPOINT_ERROR);
              assertThat(notice.message()).contains("without the savepoint", why);
            });
  }

  private static Scene deleted(Map<String, Object> more) {
    return Scene.running(spec -> options(spec, more)).deleted();
  }

  private static void options(FlinkDeploymentSpec spec, Map<String, Object> more) {
    SavepointUpgradeTest.bySavepoint(spec);
    Map<String, Object> configuration = new HashMap<>(more);
    configuration.putAll((Map<String, Object>) (Map<?, ?>) spec.getFlinkConfiguration());
    configuration.put("kubernetes.operator.job.savepoint-on-deletion", "true");
    spec.setFlinkConfiguration(configuration);
  }
}
