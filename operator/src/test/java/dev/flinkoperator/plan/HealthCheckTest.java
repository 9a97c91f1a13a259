package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** kubernetes.operator.cluster.health-check.*. */
@NullUnmarked
class HealthCheckTest {

  private static final String CHECKPOINT = "file:///state/chk-4";

  @Test
  void Flink_is_asked_for_restarts_only_where_that_is_switched_on() {
    assertThat(Scene.running().pass().follow().restarts()).isNull();

    Scene scene = Scene.running(spec -> options(spec, false, Map.of()));
    assertThat(scene.pass().follow().restarts().within()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void a_job_restarted_too_often_is_given_a_new_cluster_from_its_metadata() {
    Scene scene = Scene.running(spec -> options(spec, true, Map.of())).metadata(true);
    scene.pass();

    assertThat(names(scene.restarts(64).pass()))
        .doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    Plan plan = scene.restarts(65).pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "ScaleDownJobManager");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly(EventReason.RESTART_UNHEALTHY_JOB);
    Plan launch = scene.clusterGone().pass();
    assertThat(launch.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void without_high_availability_it_is_cancelled_and_goes_on_from_its_last_checkpoint() {
    Scene scene =
        Scene.running(
            spec ->
                options(
                    spec,
                    false,
                    Map.of("kubernetes.operator.cluster.health-check.restarts.threshold", "3")));
    scene.pass();

    Plan plan = scene.job("RESTARTING").restarts(4).pass();
    assertThat(operation(plan).kind()).isEqualTo(OperationKind.Cancel);

    scene.job("CANCELED").lastCheckpoint(4, CHECKPOINT).pass();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void a_job_that_completes_no_checkpoint_in_time_is_given_a_new_cluster() {
    Scene scene = Scene.running(spec -> options(spec, true, Map.of())).metadata(true);
    scene.checkpoint(4, CHECKPOINT);

    Plan well = scene.after(Duration.ofMinutes(5)).pass();
    assertThat(names(well)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(well.wake()).isEqualTo(Duration.ofMinutes(15)); // twice the timeout of 10 min

    Plan plan = scene.after(Duration.ofMinutes(15)).pass();
    assertThat(names(plan)).contains("ScaleDownJobManager");
    assertThat(plan.notices().toString()).contains("no checkpoint");
  }

  @Test
  void a_job_that_completes_checkpoints_is_left_alone_and_nothing_is_written() {
    Scene scene = Scene.running(spec -> options(spec, true, Map.of())).metadata(true);
    scene.checkpoint(4, CHECKPOINT).pass();
    FlinkDeploymentStatus before = scene.resource().getStatus();

    for (int i = 5; i < 10; i++) {
      scene.after(Duration.ofMinutes(15)).checkpoint(i, CHECKPOINT + i).pass();
    }

    assertThat(scene.resource().getStatus()).isEqualTo(before);
  }

  @Test
  void a_new_run_of_the_job_is_given_the_whole_time_again() {
    Scene scene = Scene.running(spec -> options(spec, true, Map.of())).metadata(true);
    scene.checkpoint(4, CHECKPOINT);

    scene.after(Duration.ofMinutes(21)).startedAnew();

    assertThat(names(scene.pass())).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  @Test
  void without_the_option_nothing_is_done() {
    Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);
    scene.checkpoint(4, CHECKPOINT);

    assertThat(names(scene.after(Duration.ofHours(9)).restarts(900).pass()))
        .doesNotContain("ScaleDownJobManager", "DeleteJobManager");
  }

  private static void options(
      FlinkDeploymentSpec spec, boolean highlyAvailable, Map<String, Object> more) {
    LastStateUpgradeTest.lastState(spec, highlyAvailable);
    Map<String, Object> configuration = new HashMap<>(more);
    configuration.putAll((Map<String, Object>) (Map<?, ?>) spec.getFlinkConfiguration());
    configuration.put("execution.checkpointing.interval", "1 min");
    configuration.put("kubernetes.operator.cluster.health-check.enabled", "true");
    spec.setFlinkConfiguration(configuration);
  }
}
