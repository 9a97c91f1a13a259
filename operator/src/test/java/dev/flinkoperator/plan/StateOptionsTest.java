package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user sets changes how the state of a job is handled, as the documentation says. */
@NullUnmarked
class StateOptionsTest {

  private static final String UPGRADE = "kubernetes.operator.job.upgrade.";
  private static final String CHOSEN = "00000000000000000000000000000001";

  @Test
  void a_job_is_cancelled_where_its_metadata_would_do_if_that_is_asked_for() {
    Scene scene = lastState(true, UPGRADE + "last-state.job-cancel.enabled", "true");
    scene.metadata(true);

    Plan cancelling = edited(scene);
    assertThat(operation(cancelling).kind()).isEqualTo(OperationKind.Cancel);

    Plan ended = scene.job("CANCELED").lastCheckpoint(9, "file:///state/checkpoints/chk-9").pass();
    assertThat(names(ended)).containsExactly("SaveIntent", "DeleteJobManager");
    Plan next = scene.clusterGone().pass();
    assertThat(next.inForce().restoredFrom()).isEqualTo("file:///state/checkpoints/chk-9");
  }

  @Test
  void a_job_that_does_not_run_is_waited_for_where_only_a_savepoint_will_do() {
    Scene scene = running(savepoint(UPGRADE + "last-state-fallback.enabled", "false"));
    scene.job("RESTARTING");

    assertThat(reason(edited(scene))).isEqualTo(Reason.WaitingForRunningJob);

    assertThat(operation(scene.job("RUNNING").pass()).kind())
        .isEqualTo(OperationKind.StopWithSavepoint);
  }

  @ParameterizedTest
  @CsvSource({"NATIVE,NATIVE", "native,NATIVE", "CANONICAL,CANONICAL"})
  void the_format_of_a_savepoint_is_the_one_in_the_spec(String written, String asked) {
    Scene scene = running(savepoint("kubernetes.operator.savepoint.format.type", written));

    assertThat(request(edited(scene)).formatType()).isEqualTo(asked);
  }

  @Test
  void a_savepoint_is_canonical_unless_the_spec_says_otherwise() {
    assertThat(request(edited(running(SavepointUpgradeTest::bySavepoint))).formatType())
        .isEqualTo("CANONICAL");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whether_state_may_be_left_out_reaches_the_job(boolean allowed) {
    Scene scene =
        running(
            spec -> {
              SavepointUpgradeTest.bySavepoint(spec);
              spec.getJob().setAllowNonRestoredState(allowed);
            });

    assertThat(scene.pass().inForce().objects().flinkConfig().getData().values())
        .anyMatch(
            file ->
                file.lines()
                    .anyMatch(
                        line ->
                            line.contains("execution.savepoint.ignore-unclaimed-state")
                                && line.contains(Boolean.toString(allowed))));
  }

  @Test
  void a_job_id_that_the_user_chose_is_the_job_s_through_suspension_and_resumption() {
    Scene scene = running(savepoint(NextRevision.JOB_ID, CHOSEN));
    assertThat(scene.jobId()).isEqualTo(CHOSEN);

    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.operationCompleted("file:///state/savepoints/savepoint-1").job("FINISHED").pass();
    scene.clusterGone().pass();
    Plan resumed = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(resumed.inForce().jobId()).isEqualTo(CHOSEN);
    assertThat(resumed.inForce().restoredFrom()).isEqualTo("file:///state/savepoints/savepoint-1");
    scene.available().after(Duration.ofSeconds(20)).startedAnew().job("RUNNING");
    assertThat(reason(scene.pass())).isEqualTo(Reason.JobRunning);
    assertThat(names(scene.pass())).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  @Test
  void metadata_that_a_job_was_suspended_with_are_not_read_by_another_Flink() {
    Scene scene = lastState(true, "x", "y");
    scene.metadata(true);
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.clusterGone().pass();

    scene.edit(spec -> spec.setFlinkVersion(FlinkVersion.V2_0));
    Plan plan = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.apply()).isNull();
    Plan back = scene.edit(spec -> spec.setFlinkVersion(FlinkVersion.V1_20)).pass();
    assertThat(back.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
  }

  @Test
  void a_bound_on_the_age_of_checkpoints_needs_a_directory_for_the_savepoint() {
    Scene scene =
        new Scene()
            .edit(
                spec -> {
                  LastStateUpgradeTest.lastState(spec, true);
                  spec.getFlinkConfiguration().remove("state.savepoints.dir");
                  spec.getFlinkConfiguration()
                      .put(UPGRADE + "last-state.max.allowed.checkpoint.age", "1 h");
                });

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .contains("max.allowed.checkpoint.age", "state.savepoints.dir");
  }

  private static Step.StartOperation request(Plan plan) {
    return plan.steps().stream()
        .filter(Step.StartOperation.class::isInstance)
        .map(Step.StartOperation.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Scene lastState(boolean highlyAvailable, String key, String value) {
    return running(
        spec -> {
          LastStateUpgradeTest.lastState(spec, highlyAvailable);
          spec.getFlinkConfiguration().put(key, value);
        });
  }

  private static Consumer<FlinkDeploymentSpec> savepoint(String key, String value) {
    return spec -> {
      SavepointUpgradeTest.bySavepoint(spec);
      Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
      configuration.put(key, value);
      spec.setFlinkConfiguration(configuration);
    };
  }

  private static Scene running(Consumer<FlinkDeploymentSpec> spec) {
    return Scene.running(spec);
  }

  private static Plan edited(Scene scene) {
    return scene.edit(spec -> spec.setImage("flink:next")).pass();
  }
}
