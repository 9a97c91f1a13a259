package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever else writes the status of a resource (a former leader that was held up, a tool, a hand)
 * does not make it lie for long.
 */
class StatusOfOthersIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_deployment_says_again_what_is_true() {
    Subject subject = STAGE.subject("overwritten").createdAndRunning();
    FlinkDeploymentStatus truth = subject.status();

    claim(subject, "somebody else's word");

    soon(() -> assertThat(subject.status()).isEqualTo(truth));
  }

  @Test
  void whoever_goes_on_writing_is_answered_once_in_a_while() {
    Subject subject = STAGE.subject("contested").createdAndRunning();
    FlinkDeploymentStatus truth = subject.status();
    Writes writes = STAGE.writes();

    for (int i = 0; i < 30; i++) {
      claim(subject, "claim " + i);
    }

    soon(() -> assertThat(subject.status()).isEqualTo(truth));
    assertThat(writes.seen()).hasSizeBetween(1, 10);
  }

  @Test
  void a_session_job_says_again_what_is_true() {
    Subject cluster = STAGE.subject("overwritten-session").create("spec: {job: null}");
    cluster.ground().jobManagerIsUp();
    cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    SessionJobSubject job =
        STAGE.sessionJob("overwritten-job").on("overwritten-session", "stateless");
    FlinkSessionJobStatus truth = job.awaitReady("JobRunning");

    job.resource()
        .editStatus(
            each -> {
              each.getStatus().getConditions().forEach(c -> c.setMessage("somebody else's word"));
              return each;
            });

    soon(() -> assertThat(job.status()).isEqualTo(truth));
  }

  @Test
  void a_state_snapshot_says_again_what_is_true() {
    StateSnapshotSubject snapshot =
        STAGE
            .stateSnapshot("overwritten-snapshot")
            .create("{savepoint: {alreadyExists: true, path: 's3://bucket/savepoint-1'}}");
    FlinkStateSnapshotStatus truth = snapshot.awaitCondition("Ready", "SnapshotCompleted");

    snapshot
        .resource()
        .editStatus(
            each -> {
              each.getStatus().getConditions().forEach(c -> c.setMessage("somebody else's word"));
              return each;
            });

    soon(() -> assertThat(snapshot.get().getStatus()).isEqualTo(truth));
  }

  /** Whatever the resource has become meanwhile. */
  private static void claim(Subject subject, String error) {
    subject
        .resource()
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"lifecycleState\": \"FAILED\", \"error\": \"%s\"}}".formatted(error));
  }

  private static void soon(ThrowingRunnable assertion) {
    await().pollInterval(Duration.ofMillis(50)).atMost(Subject.SOON).untilAsserted(assertion);
  }
}
