package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** kubernetes.operator.job.restart.failed. */
@NullUnmarked
class FailedJobTest {

  private static final String CHECKPOINT = "file:///state/chk-3";

  @Test
  void a_failed_job_is_started_again_from_its_last_checkpoint_with_an_event() {
    Scene scene = Scene.running(FailedJobTest::stateful);
    String job = scene.jobId();

    Plan plan = scene.job("FAILED", false, "boom").lastCheckpoint(3, CHECKPOINT).pass();

    assertThat(names(plan)).containsExactly("SaveIntent", "DeleteJobManager");
    assertThat(plan.notices())
        .singleElement()
        .satisfies(
            notice -> {
              assertThat(notice.reason()).isEqualTo(EventReason.RECOVER_DEPLOYMENT);
              assertThat(notice.message()).contains("boom", CHECKPOINT);
            });
    Plan launch = scene.clusterGone().pass();
    assertThat(launch.inForce().restoredFrom()).isEqualTo(CHECKPOINT);
    assertThat(launch.inForce().jobId()).isNotEqualTo(job);
    assertThat(reason(scene.available().job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void one_without_state_is_started_from_empty() {
    Scene scene = Scene.running(FailedJobTest::stateless);

    assertThat(names(scene.job("FAILED", false, "boom").pass())).contains("DeleteJobManager");

    Plan launch = scene.clusterGone().pass();
    assertThat(launch.inForce().restoredFrom()).isNull();
    assertThat(launch.apply()).isNotNull();
  }

  @Test
  void without_the_option_it_stays_failed() {
    Scene scene = Scene.running();

    assertThat(reason(scene.job("FAILED", false, "boom").pass())).isEqualTo(Reason.JobFailed);
  }

  @Test
  void its_last_checkpoint_is_waited_for() {
    Scene scene = Scene.running(FailedJobTest::stateful);

    Plan plan = scene.job("FAILED", false, "boom").pass();

    assertThat(names(plan)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(reason(plan)).isEqualTo(Reason.JobRestarting);
  }

  @Test
  void a_job_that_fails_again_and_again_is_given_longer_and_longer_pauses() {
    Scene scene = Scene.running(FailedJobTest::stateless);
    again(scene.job("FAILED", false, "boom"));

    Plan second = scene.job("FAILED", false, "boom").pass();
    assertThat(second.wake()).isEqualTo(Duration.ofSeconds(10));
    assertThat(names(second)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(reason(second)).isEqualTo(Reason.JobRestarting);
    assertThat(((Verdict.Judged) second.verdict()).health().message()).contains("boom", "again at");
    assertThat(scene.pass().notices()).isEmpty();

    again(scene.after(Duration.ofSeconds(10)));
    assertThat(scene.job("FAILED", false, "boom").pass().wake()).isEqualTo(Duration.ofSeconds(20));
    assertThat(scene.resource().getStatus().getFailedRestarts().getCount()).isEqualTo(2);
  }

  @Test
  void no_pause_is_longer_than_ten_minutes() {
    assertThat(FailedJob.pause(7)).isEqualTo(Duration.ofMinutes(10));
    assertThat(FailedJob.pause(1_000)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void a_job_that_ran_well_for_a_while_is_started_again_at_once() {
    Scene scene = Scene.running(FailedJobTest::stateless);
    again(scene.job("FAILED", false, "boom"));

    Plan plan = scene.after(Duration.ofMinutes(11)).job("FAILED", false, "boom").pass();

    assertThat(names(plan)).contains("DeleteJobManager");
    assertThat(scene.resource().getStatus().getFailedRestarts().getCount()).isEqualTo(1);
  }

  @Test
  void an_edit_begins_to_count_anew_and_is_not_kept_waiting() {
    Scene scene = Scene.running(FailedJobTest::stateless);
    again(scene.job("FAILED", false, "boom"));
    scene.job("FAILED", false, "boom").pass();

    Plan plan = scene.edit(spec -> spec.setImage("flink:mended")).pass();

    assertThat(names(plan)).contains("DeleteJobManager");
    assertThat(scene.resource().getStatus().getFailedRestarts()).isNull();
  }

  private static void again(Scene scene) {
    scene.pass();
    scene.clusterGone().pass();
    scene.available().job("RUNNING").pass();
  }

  private static void stateless(FlinkDeploymentSpec spec) {
    spec.setFlinkConfiguration(Map.of("kubernetes.operator.job.restart.failed", "true"));
  }

  private static void stateful(FlinkDeploymentSpec spec) {
    SavepointUpgradeTest.bySavepoint(spec);
    Map<String, Object> configuration = new HashMap<>();
    configuration.putAll((Map<String, Object>) (Map<?, ?>) spec.getFlinkConfiguration());
    configuration.put("kubernetes.operator.job.restart.failed", "true");
    spec.setFlinkConfiguration(configuration);
  }
}
