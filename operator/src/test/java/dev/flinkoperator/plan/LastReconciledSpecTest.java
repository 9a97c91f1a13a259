package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ReconciliationStatus;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What the status says was deployed, for those who read it as the Apache operator writes it. */
@NullUnmarked
class LastReconciledSpecTest {

  private final Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);

  @Test
  void has_a_nonce_when_its_savepoint_is_there_and_not_before() {
    scene.editJob(job -> job.setSavepointTriggerNonce(7L)).pass();
    assertThat(written().getLastReconciledSpec()).doesNotContain("savepointTriggerNonce");

    scene.operationCompleted("file:///state/savepoints/savepoint-1").pass();
    assertThat(written().getLastReconciledSpec()).contains("\"savepointTriggerNonce\":7");
    Long time = written().getReconciliationTimestamp();
    scene.after(Duration.ofMinutes(1)).pass();
    assertThat(written().getReconciliationTimestamp()).isEqualTo(time);
  }

  @Test
  void has_the_nonce_of_the_first_deployment_which_asks_for_nothing() {
    Scene first = Scene.running(spec -> spec.getJob().setCheckpointTriggerNonce(3L));

    assertThat(first.resource().getStatus().getReconciliationStatus().getLastReconciledSpec())
        .contains("\"checkpointTriggerNonce\":3");
  }

  private ReconciliationStatus written() {
    return scene.resource().getStatus().getReconciliationStatus();
  }
}
