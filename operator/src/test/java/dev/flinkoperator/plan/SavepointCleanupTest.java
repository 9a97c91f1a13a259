package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The history of savepoints stays short, and nothing is disposed of that is still needed. */
@NullUnmarked
class SavepointCleanupTest {

  private static final String HOURLY = "1 h";

  @Test
  void an_old_periodic_savepoint_is_disposed_of_and_leaves_the_history_when_it_is_gone() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "2"));
    take(scene, "a");
    take(scene, "b");
    assertThat(names(scene.pass())).doesNotContain("DisposeSavepoint");
    take(scene, "c");

    Plan plan = scene.pass();
    assertThat(disposed(plan)).containsExactly("a");
    assertThat(names(plan)).startsWith("SaveIntent");
    assertThat(history(scene)).containsExactly("a", "b", "c");

    assertThat(disposed(scene.disposed("a", null).pass())).isEmpty();
    assertThat(history(scene)).containsExactly("b", "c");
    assertThat(reason(scene.pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void one_that_is_too_old_is_disposed_of_on_time_but_never_the_newest() {
    Scene scene = periodic(Map.of(HistoryLimits.AGE, "90 min"));
    take(scene, "a");
    take(scene, "b");
    scene.edit(spec -> configure(spec, Map.of(HistoryLimits.AGE, "90 min"), "30 d"));

    Plan waiting = scene.checkpoint(9, "file:///state/chk-9").pass();
    assertThat(names(waiting)).containsExactly("SaveIntent");
    assertThat(waiting.wake()).isEqualTo(Duration.ofMinutes(28));

    assertThat(disposed(scene.after(Duration.ofMinutes(28)).pass())).containsExactly("a");
    Plan done = scene.disposed("a", null).after(Duration.ofDays(3)).pass();
    assertThat(disposed(done)).isEmpty();
    assertThat(history(scene)).containsExactly("b");
  }

  @Test
  void the_one_that_a_start_of_the_job_would_need_is_left_alone() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    scene.after(Duration.ofHours(1)).pass();
    scene.operationCompleted("a").pass();
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    assertThat(scene.resource().getStatus().getRestorePoint().getPath()).isEqualTo("a");
    scene.after(Duration.ofSeconds(1)).checkpoint(3, "file:///state/chk-3");

    // The newer savepoint may be older than the checkpoint; what is written still names neither.
    Plan plan = scene.operationCompleted("b").pass();

    assertThat(disposed(plan)).isEmpty();
    assertThat(disposed(scene.pass())).containsExactly("a");
  }

  @Test
  void the_savepoint_that_the_running_job_was_started_from_is_left_alone() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    scene.job("FINISHED").operationCompleted("upgrade").pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();
    take(scene, "a");
    take(scene, "b");

    assertThat(history(scene)).containsExactly("upgrade", "a", "b");
    assertThat(disposed(scene.pass())).containsExactly("a");
  }

  @Test
  void what_Flink_says_the_job_was_restored_from_is_left_alone_as_long_as_it_says_so() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    take(scene, "a");
    take(scene, "b");

    assertThat(disposed(scene.restoredFrom("a").pass())).isEmpty();
    assertThat(history(scene)).containsExactly("a", "b");

    assertThat(disposed(scene.restoredFrom("b").pass())).containsExactly("a");
  }

  @Test
  void a_savepoint_that_somebody_asked_for_is_never_disposed_of_but_leaves_the_history() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    scene.operationCompleted("mine").pass();
    take(scene, "a");

    assertThat(disposed(scene.pass())).isEmpty();
    assertThat(history(scene)).containsExactly("a");
  }

  @Test
  void a_native_savepoint_is_left_alone_where_checkpoints_may_be_made_of_its_files() {
    Scene scene = nativeSavepoints("CLAIM");
    take(scene, "a");
    take(scene, "b");

    assertThat(disposed(scene.pass())).isEmpty();
    assertThat(history(scene)).containsExactly("a", "b");
  }

  @Test
  void a_native_savepoint_is_disposed_of_in_the_mode_that_shares_no_files() {
    Scene scene = nativeSavepoints("NO_CLAIM");
    take(scene, "a");
    take(scene, "b");

    assertThat(disposed(scene.pass())).containsExactly("a");
  }

  @Test
  void where_clean_up_is_off_the_history_forgets_and_the_files_stay() {
    Scene scene =
        periodic(
            Map.of(
                HistoryLimits.COUNT,
                "1",
                "kubernetes.operator.savepoint.cleanup.enabled",
                "false"));
    take(scene, "a");
    take(scene, "b");

    assertThat(disposed(scene.pass())).isEmpty();
    assertThat(history(scene)).containsExactly("b");
  }

  @Test
  void a_failure_is_told_and_tried_again_after_a_while() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    take(scene, "a");
    take(scene, "b");

    Plan failed = scene.disposed("a", "permission denied").pass();
    assertThat(disposed(failed)).isEmpty();
    assertThat(failed.wake()).isEqualTo(Duration.ofMinutes(10));
    assertThat(history(scene)).containsExactly("a", "b");

    Plan again = scene.after(Duration.ofMinutes(10)).pass();
    assertThat(disposed(again)).containsExactly("a");
    assertThat(again.notices())
        .containsExactly(
            new Notice(
                EventReason.CLEANUP_FAILED,
                "Savepoint a could not be disposed of and is tried again: permission denied"));
  }

  @Test
  void one_that_cannot_be_disposed_of_or_is_needed_by_others_holds_up_none_after_it() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    take(scene, "a");
    take(scene, "b");
    take(scene, "c");
    assertThat(disposed(scene.pass())).containsExactly("a");

    assertThat(disposed(scene.spared("a", "FlinkDeployment clone names it").pass()))
        .containsExactly("b");
    Plan all = scene.spared("b", "FlinkDeployment clone names it").pass();
    assertThat(disposed(all)).isEmpty();
    assertThat(all.wake()).isEqualTo(Duration.ofMinutes(10));
    assertThat(all.notices()).isEmpty();

    assertThat(disposed(scene.after(Duration.ofMinutes(10)).pass())).containsExactly("a");
  }

  @Test
  void another_spelling_of_the_path_protects_it_too() {
    Scene scene = periodic(Map.of(HistoryLimits.COUNT, "1"));
    take(scene, "file:/state/a");
    take(scene, "file:/state/b");

    Plan plan =
        scene.editJob(job -> job.setInitialSavepointPath("file:///state/a/_metadata")).pass();

    assertThat(disposed(plan)).isEmpty();
  }

  @Test
  void limits_that_cannot_be_read_are_told() {
    Scene scene = periodic(Map.of());

    Plan plan =
        scene
            .edit(
                spec ->
                    configure(
                        spec,
                        Map.of(HistoryLimits.COUNT, "none", HistoryLimits.AGE, "long"),
                        HOURLY))
            .pass();

    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .isEqualTo(
            "kubernetes.operator.savepoint.history.max.count must be a whole number from 1 on, not"
                + " none. kubernetes.operator.savepoint.history.max.age must be a duration, such as"
                + " 24 h, not long");
  }

  /** A periodic savepoint, and then a checkpoint, so that the job would not start from it. */
  private static void take(Scene scene, String path) {
    scene.after(Duration.ofHours(1)).pass();
    scene.operationCompleted(path).pass();
    scene.after(Duration.ofMinutes(1)).checkpoint(2, "file:///state/after-" + path).pass();
  }

  private static List<String> disposed(Plan plan) {
    return plan.steps().stream()
        .filter(Step.DisposeSavepoint.class::isInstance)
        .map(step -> ((Step.DisposeSavepoint) step).path())
        .toList();
  }

  private static List<String> history(Scene scene) {
    var info = scene.resource().getStatus().getJobStatus().getSavepointInfo();
    return info.getSavepointHistory().stream().map(LastSavepoint::getLocation).toList();
  }

  private static Scene periodic(Map<String, String> options) {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.resource().getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    scene.edit(spec -> configure(spec, options, HOURLY)).pass();
    return scene;
  }

  private static Scene nativeSavepoints(String claimMode) {
    Map<String, String> options =
        Map.of(
            HistoryLimits.COUNT,
            "1",
            "kubernetes.operator.savepoint.format.type",
            "NATIVE",
            "execution.savepoint-restore-mode",
            claimMode);
    Scene scene = Scene.running(spec -> configure(spec, options, HOURLY));
    scene.resource().getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    scene.pass();
    return scene;
  }

  private static void configure(
      FlinkDeploymentSpec spec, Map<String, String> options, String interval) {
    SavepointUpgradeTest.bySavepoint(spec);
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.put(SnapshotWishes.SAVEPOINTS, interval);
    configuration.putAll(options);
    spec.setFlinkConfiguration(configuration);
  }
}
