package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What a job is to be restored from is not there any more. */
@NullUnmarked
class GoneFilesTest {

  private static final String PATH = "file:///state/checkpoints/chk-7";
  private static final String FAILURE =
      "JobInitializationException: Could not start the JobMaster; caused by FileNotFoundException:"
          + " Cannot find checkpoint or savepoint file/directory '"
          + PATH
          + "' on file system 'file'";

  private final Scene scene = Scene.running(GoneFilesTest::fromPath);

  @Test
  void says_that_it_is_gone_and_what_to_do() {
    Plan plan = scene.job("FAILED", false, FAILURE).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly(EventReason.RESTORE_FAILED);
    assertThat(message(plan))
        .contains(
            "cannot start from " + PATH,
            "spec.job.initialSavepointPath",
            "spec.job.savepointRedeployNonce",
            "spec.restartNonce",
            FAILURE);
    assertThat(scene.pass().notices()).isEmpty();
  }

  @Test
  void names_the_newest_savepoint() {
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    scene.operationCompleted("file:///state/savepoints/s-1").pass();

    assertThat(message(scene.job("FAILED", false, FAILURE).pass()))
        .contains("The newest savepoint known is file:///state/savepoints/s-1");
  }

  @Test
  void the_redeploy_nonce_resolves_it() {
    scene.job("FAILED", false, FAILURE).pass();
    scene.editJob(
        job -> {
          job.setInitialSavepointPath("file:///state/savepoints/other");
          job.setSavepointRedeployNonce(1L);
        });

    scene.pass();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom())
        .isEqualTo("file:///state/savepoints/other");
  }

  @Test
  void so_does_a_start_from_empty() {
    scene.job("FAILED", false, FAILURE).pass();
    scene.edit(
        spec -> {
          spec.getJob().setUpgradeMode(Job.UpgradeMode.STATELESS);
          spec.setRestartNonce(1L);
        });

    scene.pass();
    assertThat(scene.clusterGone().pass().inForce().restoredFrom()).isNull();
  }

  @Test
  void is_not_tried_again_and_again() {
    Scene restarting =
        Scene.running(
            spec -> {
              fromPath(spec);
              Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
              configuration.put("kubernetes.operator.job.restart.failed", "true");
              spec.setFlinkConfiguration(configuration);
            });
    restarting.job("FAILED", false, FAILURE).neverCompletedOne().pass();

    assertThat(names(restarting.after(Duration.ofMinutes(10)).pass()))
        .doesNotContain("DeleteJobManager", "ScaleDownJobManager");
  }

  @Test
  void a_job_that_fails_of_something_else_is_called_failed() {
    assertThat(reason(scene.job("FAILED", false, "boom").pass())).isEqualTo(Reason.JobFailed);
  }

  private static void fromPath(dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec spec) {
    SavepointUpgradeTest.bySavepoint(spec);
    spec.getJob().setInitialSavepointPath(PATH);
  }

  private static String message(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health().message();
  }
}
