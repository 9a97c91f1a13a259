package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.PodTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A revision that does not get to run in time goes back to the one that did. */
@NullUnmarked
class RollbackTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final String SAVEPOINT = "file:///state/savepoints/savepoint-1";

  @Test
  void a_revision_that_is_not_ready_in_time_is_given_up_in_a_pass_of_its_own() {
    Scene scene = broken(Scene.running(RollbackTest::stateless));

    Plan decision = scene.after(TIMEOUT).pass();

    assertThat(names(decision))
        .doesNotContain("ScaleDownJobManager", "DeleteJobManager", "RecordRevision");
    assertThat(reason(decision)).isEqualTo(Reason.RollingBack);
    assertThat(decision.notices()).extracting(Notice::reason).containsExactly(EventReason.ROLLBACK);
    assertThat(decision.wake()).isLessThan(Duration.ofSeconds(1));
    FlinkDeploymentStatus status = scene.resource().getStatus();
    assertThat(status.getRolledBackGeneration()).isEqualTo(2);
    assertThat(status.getRolledBackReason()).contains("ErrImagePull");
    assertThat(status.getLifecycleState()).isEqualTo("ROLLING_BACK");
    assertThat(status.getReconciliationStatus().getState()).isEqualTo("ROLLING_BACK");
    assertThat(status.getJobManagerDeploymentStatus())
        .as("not ERROR, which Argo CD shows as Degraded: it is being mended")
        .isEqualTo("DEPLOYING");
  }

  @Test
  void before_its_time_is_over_it_is_left_alone_and_looked_at_again_when_it_is() {
    Scene scene = broken(Scene.running(RollbackTest::stateless));

    Plan waiting = scene.after(Duration.ofMinutes(2)).pass();

    assertThat(reason(waiting)).isEqualTo(Reason.PodCannotStart);
    assertThat(waiting.wake()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void without_the_option_nothing_is_rolled_back() {
    Scene scene = broken(Scene.running());

    assertThat(reason(scene.after(Duration.ofHours(1)).pass())).isEqualTo(Reason.PodCannotStart);
  }

  @Test
  void another_time_can_be_set() {
    Scene scene =
        broken(
            Scene.running(
                spec ->
                    configure(
                        spec, Map.of("kubernetes.operator.deployment.readiness.timeout", "30 s"))));

    assertThat(reason(scene.after(Duration.ofSeconds(30)).pass())).isEqualTo(Reason.RollingBack);
  }

  @Test
  void the_stable_spec_runs_again_and_the_status_says_what_was_tried_and_why_it_is_not_followed() {
    Scene scene = Scene.running(RollbackTest::stateless);
    String stable = scene.deployedSpec();
    broken(scene);
    scene.after(TIMEOUT).pass();

    assertThat(names(scene.pass())).contains("ScaleDownJobManager");
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("ROLLING_BACK");
    scene.clusterGone().pass();
    Plan done = scene.available().job("RUNNING").pass();

    assertThat(scene.deployedSpec()).isEqualTo(stable);
    Health health = ((Verdict.Judged) done.verdict()).health();
    assertThat(health.kind()).isEqualTo(Health.Kind.STALLED);
    assertThat(health.reason()).isEqualTo(Reason.RolledBack);
    assertThat(health.message()).contains("Generation 2", "ErrImagePull", "next edit");
    FlinkDeploymentStatus status = scene.resource().getStatus();
    assertThat(status.getJobManagerDeploymentStatus()).isEqualTo("READY");
    assertThat(status.getLifecycleState()).isEqualTo("ROLLED_BACK");
    assertThat(status.getReconciliationStatus().getState()).isEqualTo("ROLLED_BACK");
    assertThat(status.getReconciliationStatus().getSuccess()).isFalse();
    assertThat(status.getTaskManager().getReplicas()).isEqualTo(1);
  }

  @Test
  void rolled_back_it_is_at_rest() {
    Scene scene = rolledBack();
    FlinkDeploymentStatus written = scene.resource().getStatus();

    Plan plan = scene.after(Duration.ofHours(3)).pass();

    assertThat(plan.wake()).isNull();
    assertThat(plan.notices()).isEmpty();
    assertThat(scene.resource().getStatus()).isEqualTo(written);
    scene.operatorRestarted().pass();
    assertThat(scene.resource().getStatus()).isEqualTo(written);
  }

  @Test
  void a_newer_edit_is_tried_and_ends_the_rollback() {
    Scene scene = rolledBack();

    scene.edit(spec -> spec.setImage("flink:mended")).pass();
    scene.clusterGone().pass();
    Plan plan = scene.available().job("RUNNING").pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(scene.deployedSpec()).contains("flink:mended");
    assertThat(scene.resource().getStatus().getRolledBackGeneration()).isNull();
    assertThat(scene.resource().getStatus().getRolledBackReason()).isNull();
  }

  @Test
  void a_newer_edit_wins_while_the_rollback_is_under_way() {
    Scene scene = broken(Scene.running(RollbackTest::stateless));
    scene.after(TIMEOUT).pass();
    scene.pass();

    scene.edit(spec -> spec.setImage("flink:mended")).pass();
    Plan launch = scene.clusterGone().pass();

    assertThat(launch.apply().spec().path("image").asText()).isEqualTo("flink:mended");
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("UPGRADING");
  }

  @Test
  void the_edit_taken_back_by_its_author_is_ready_without_a_restart() {
    Scene scene = rolledBack();

    Plan plan = scene.edit(spec -> spec.setImage("flink:1.20")).pass();

    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(names(plan)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  @Test
  void a_second_bad_edit_goes_back_to_the_same_spec() {
    Scene scene = rolledBack();
    String stable = scene.deployedSpec();

    broken(scene);
    scene.after(TIMEOUT).pass();
    scene.pass();
    scene.clusterGone().pass();

    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.RolledBack);
    assertThat(scene.deployedSpec()).isEqualTo(stable);
  }

  @Test
  void what_never_had_a_stable_revision_is_left_as_it_is() {
    Scene scene = new Scene().edit(RollbackTest::stateless);
    scene.pass();
    cannotStart(scene);

    assertThat(reason(scene.after(TIMEOUT).pass())).isEqualTo(Reason.PodCannotStart);
  }

  @Test
  void a_job_that_ran_once_is_not_rolled_back_whatever_happens_to_it_later() {
    Scene scene = Scene.running(RollbackTest::stateless);
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();

    scene.after(Duration.ofHours(1)).job("RESTARTING", false, "boom").pass();

    assertThat(reason(scene.after(TIMEOUT).pass())).isEqualTo(Reason.JobRestarting);
  }

  @Test
  void a_job_that_nobody_has_asked_after_is_asked_first() {
    Scene scene = Scene.running(RollbackTest::stateless);
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.clusterGone().pass();

    scene.available().after(Duration.ofHours(1)).pass();

    assertThat(scene.resource().getStatus().getRolledBackGeneration()).isNull();
    assertThat(reason(scene.job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void a_JobManager_that_has_only_just_stopped_answering_may_run_the_job() {
    Scene scene = Scene.running(RollbackTest::stateless);
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.clusterGone().pass();
    scene.available().after(TIMEOUT).unreachable();

    assertThat(reason(scene.pass())).isEqualTo(Reason.JobManagerUnreachable);
    assertThat(reason(scene.after(Duration.ofSeconds(61)).pass())).isEqualTo(Reason.RollingBack);
  }

  @Test
  void a_job_that_never_ran_goes_back_to_the_savepoint_it_was_to_start_from() {
    Scene scene = Scene.running(RollbackTest::bySavepoint);
    scene.edit(spec -> spec.setImage("flink:broken")).pass();
    scene.job("FINISHED").operationCompleted(SAVEPOINT).pass();
    scene.clusterGone().pass();
    cannotStart(scene);
    scene.after(TIMEOUT).pass();

    assertThat(names(scene.pass())).contains("ScaleDownJobManager");
    Plan back = scene.clusterGone().pass();

    assertThat(back.inForce().restoredFrom()).isEqualTo(SAVEPOINT);
    assertThat(back.inForce().spec().path("image").asText()).isEqualTo("flink:1.20");
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.RolledBack);
  }

  @Test
  void a_job_that_ran_badly_takes_its_own_newest_state_along() {
    Scene scene = Scene.running(RollbackTest::bySavepoint);
    scene.edit(spec -> spec.setImage("flink:broken")).pass();
    scene.job("FINISHED").operationCompleted(SAVEPOINT).pass();
    scene.clusterGone().pass();
    scene.available().job("RESTARTING", false, "boom").checkpoint(5, "file:///state/chk-5").pass();
    scene.after(TIMEOUT).pass();

    Plan cancel = scene.pass();
    assertThat(SavepointUpgradeTest.operation(cancel).kind()).isEqualTo(OperationKind.Cancel);
    scene.job("CANCELED").lastCheckpoint(6, "file:///state/chk-6").pass();
    Plan back = scene.clusterGone().pass();

    assertThat(back.inForce().restoredFrom()).isEqualTo("file:///state/chk-6");
    assertThat(back.inForce().spec().path("image").asText()).isEqualTo("flink:1.20");
  }

  @Test
  void with_high_availability_it_goes_back_to_the_metadata_under_the_same_job_id() {
    Scene scene =
        Scene.running(
            spec -> {
              LastStateUpgradeTest.lastState(spec, true);
              rollback(spec);
            });
    scene.metadata(true);
    String job = scene.jobId();
    scene.edit(spec -> spec.setImage("flink:broken")).pass();
    scene.clusterGone().pass();
    cannotStart(scene);
    scene.after(TIMEOUT).pass();
    scene.pass();

    Plan back = scene.clusterGone().pass();

    assertThat(back.inForce().jobId()).isEqualTo(job);
    assertThat(back.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(back.inForce().spec().path("image").asText()).isEqualTo("flink:1.20");
  }

  @Test
  void a_nonce_that_came_with_the_bad_edit_asks_for_nothing_on_the_way_back() {
    Scene scene = Scene.running(RollbackTest::bySavepoint);
    scene
        .edit(
            spec -> {
              spec.getJob().setInitialSavepointPath(SAVEPOINT);
              spec.getJob().setSavepointRedeployNonce(7L);
              spec.setImage("flink:broken");
            })
        .pass();
    scene.clusterGone().pass();
    cannotStart(scene);
    scene.after(TIMEOUT).pass();
    scene.pass();

    Plan back = scene.clusterGone().pass();
    assertThat(back.inForce().restoredFrom()).isEqualTo(SAVEPOINT);
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.RolledBack);
    assertThat(names(scene.pass())).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  @Test
  void the_stable_revision_is_kept_however_many_bad_ones_follow() {
    Scene scene = Scene.running();
    String stable = scene.resource().getStatus().getLastStableRevision();
    for (int i = 0; i < 5; i++) {
      String image = "flink:" + i;
      scene.edit(spec -> spec.setImage(image)).pass();
      scene.clusterGone().pass();
      cannotStart(scene);
      scene.pass();
    }

    assertThat(scene.plan().steps())
        .filteredOn(Step.ForgetRevisions.class::isInstance)
        .allSatisfy(
            step -> assertThat(((Step.ForgetRevisions) step).names()).doesNotContain(stable));
    assertThat(scene.seen().stable()).isNotNull();
  }

  private static Scene rolledBack() {
    Scene scene = broken(Scene.running(RollbackTest::stateless));
    scene.after(TIMEOUT).pass();
    scene.pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();
    return scene;
  }

  private static Scene broken(Scene scene) {
    scene.edit(spec -> spec.setImage("flink:broken-" + scene.now().toEpochMilli())).pass();
    scene.clusterGone().pass();
    cannotStart(scene);
    scene.pass();
    return scene;
  }

  private static void cannotStart(Scene scene) {
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image");
  }

  private static void stateless(FlinkDeploymentSpec spec) {
    configure(spec, Map.of());
  }

  private static void bySavepoint(FlinkDeploymentSpec spec) {
    SavepointUpgradeTest.bySavepoint(spec);
    rollback(spec);
  }

  private static void rollback(FlinkDeploymentSpec spec) {
    Map<String, Object> configuration = new HashMap<>();
    configuration.putAll((Map<String, Object>) (Map<?, ?>) spec.getFlinkConfiguration());
    configuration.put("kubernetes.operator.deployment.rollback.enabled", "true");
    spec.setFlinkConfiguration(configuration);
  }

  private static void configure(FlinkDeploymentSpec spec, Map<String, Object> more) {
    Map<String, Object> configuration = new HashMap<>(more);
    configuration.put("taskmanager.numberOfTaskSlots", "2");
    configuration.put("kubernetes.operator.deployment.rollback.enabled", "true");
    spec.setFlinkConfiguration(configuration);
    spec.getJob().setUpgradeMode(Job.UpgradeMode.STATELESS);
  }
}
