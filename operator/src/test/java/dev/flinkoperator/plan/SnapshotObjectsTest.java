package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What is taken stands in FlinkStateSnapshots too, where a job's configuration asks for them. */
@NullUnmarked
class SnapshotObjectsTest {

  private static final Map<String, String> ON = Map.of(SnapshotObjects.ENABLED, "true");

  @Test
  void a_savepoint_by_nonce_is_recorded_before_the_status_says_that_it_is_done() {
    Scene scene = running(ON);
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();

    Plan plan = scene.operationCompleted("s3://b/savepoint-1").pass();

    assertThat(plan.steps().get(0)).isInstanceOf(Step.RecordSnapshot.class);
    Step.RecordSnapshot made = made(plan).get(0);
    assertThat(made.name()).matches("basic-example-savepoint-manual-[0-9a-f]{8}");
    assertThat(made.jobKind()).isEqualTo("FlinkDeployment");
    assertThat(made.taken().path()).isEqualTo("s3://b/savepoint-1");
    assertThat(made.dispose()).isFalse();
    assertThat(made(scene.pass())).as("once").isEmpty();
  }

  @Test
  void a_repeated_pass_names_it_the_same() {
    Scene scene = running(ON);
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    scene.operationCompleted("s3://b/savepoint-1");

    Step.RecordSnapshot first = made(scene.plan()).get(0);
    Step.RecordSnapshot again = made(scene.after(Duration.ofSeconds(20)).plan()).get(0);

    assertThat(again.name()).isEqualTo(first.name());
  }

  @Test
  void the_savepoint_of_an_upgrade_is_recorded() {
    Scene scene = running(ON);
    scene.edit(spec -> spec.setImage("flink:next")).pass();

    Plan plan = scene.job("FINISHED").operationCompleted("s3://b/savepoint-up").pass();

    assertThat(made(plan))
        .singleElement()
        .satisfies(made -> assertThat(made.name()).contains("-upgrade-"));
  }

  @Test
  void a_checkpoint_is_recorded_where_somebody_knows_where_it_is() {
    Scene scene = running(ON);
    scene.editJob(job -> job.setCheckpointTriggerNonce(1L)).pass();
    assertThat(made(scene.operationCompleted("s3://b/chk-7").pass()))
        .singleElement()
        .satisfies(made -> assertThat(made.savepoint()).isFalse());

    scene.editJob(job -> job.setCheckpointTriggerNonce(2L)).pass();
    assertThat(made(scene.operationCompleted(null).pass())).isEmpty();
  }

  @Test
  void what_leaves_the_history_takes_its_object_along_and_Flink_is_not_asked() {
    Scene scene = running(with(Map.of(HistoryLimits.COUNT, "1", SnapshotWishes.SAVEPOINTS, "1 h")));
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    scene.operationCompleted("mine").pass();
    String old = takePeriodic(scene, "a");
    scene.after(Duration.ofHours(1)).pass();

    Plan plan = scene.operationCompleted("b").pass();

    assertThat(plan.steps()).contains(new Step.ForgetSnapshot(old));
    assertThat(plan.steps()).noneMatch(Step.DisposeSavepoint.class::isInstance);
    assertThat(plan.steps().stream().filter(Step.ForgetSnapshot.class::isInstance)).hasSize(1);
    assertThat(scene.pass().steps()).noneMatch(Step.ForgetSnapshot.class::isInstance);
  }

  @Test
  void files_go_with_an_object_only_where_the_user_says_so() {
    Scene scene = running(with(Map.of(SnapshotObjects.DISPOSE, "true")));
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();

    assertThat(made(scene.operationCompleted("a").pass()).get(0).dispose()).isTrue();
  }

  @Test
  void nothing_is_recorded_unless_it_is_asked_for() {
    Scene scene = running(Map.of());
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();

    assertThat(made(scene.operationCompleted("a").pass())).isEmpty();
  }

  @Test
  void of_a_session_job_too() {
    SessionJobScene scene = new SessionJobScene().mode(UpgradeMode.SAVEPOINT);
    scene.resource().getSpec().setFlinkConfiguration(Map.of(SnapshotObjects.ENABLED, "true"));
    scene.running();
    scene.job(job -> job.setSavepointTriggerNonce(1L));
    scene.pass();

    Plan plan = scene.completes("s3://b/savepoint-1").pass().plan();

    assertThat(made(plan).get(0).jobKind()).isEqualTo("FlinkSessionJob");
  }

  /** The name of its object. */
  private static String takePeriodic(Scene scene, String path) {
    scene.after(Duration.ofHours(1)).pass();
    String name = made(scene.operationCompleted(path).pass()).get(0).name();
    scene.after(Duration.ofMinutes(1)).checkpoint(2, "file:///state/after-" + path).pass();
    return name;
  }

  private static List<Step.RecordSnapshot> made(Plan plan) {
    return plan.steps().stream()
        .filter(Step.RecordSnapshot.class::isInstance)
        .map(Step.RecordSnapshot.class::cast)
        .toList();
  }

  private static Map<String, String> with(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putAll(ON);
    return all;
  }

  private static Scene running(Map<String, String> options) {
    Scene scene = Scene.running(spec -> configure(spec, options));
    scene.resource().getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
    scene.pass();
    return scene;
  }

  private static void configure(FlinkDeploymentSpec spec, Map<String, String> options) {
    SavepointUpgradeTest.bySavepoint(spec);
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.putAll(options);
    spec.setFlinkConfiguration(configuration);
  }
}
