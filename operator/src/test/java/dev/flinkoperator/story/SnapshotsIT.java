package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.SavepointInfo;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Savepoints and checkpoints are taken of a job that goes on. */
class SnapshotsIT {

  private static final String DIRECTORY =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.savepoint-dir: file:///state/savepoints
      """;
  private static final String PERIODIC =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.dir: file:///state/checkpoints
          execution.checkpointing.savepoint-dir: file:///state/savepoints
          kubernetes.operator.periodic.savepoint.interval: 1 s
          kubernetes.operator.savepoint.history.max.count: 1
        job: {upgradeMode: savepoint}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_nonce_has_a_savepoint_taken_and_the_job_stays_ready() {
    Subject subject = STAGE.subject("nonce").createdAndRunning(DIRECTORY);
    String ready = Objects.requireNonNull(subject.condition("Ready")).getLastTransitionTime();

    subject.edit("spec: {job: {savepointTriggerNonce: 5}}");
    subject.awaitStatus("the nonce is done", status -> savepointNonce(status) == 5);
    subject.edit("spec: {job: {checkpointTriggerNonce: 6}}");
    FlinkDeploymentStatus done =
        subject.awaitStatus("the nonce is done", status -> checkpointNonce(status) == 6);

    SavepointInfo info = done.getJobStatus().getSavepointInfo();
    assertThat(info.getLastSavepoint().getLocation()).startsWith("file:/state/savepoints/");
    assertThat(info.getLastSavepoint().getTriggerType()).isEqualTo("MANUAL");
    assertThat(done.getJobStatus().getCheckpointInfo().getLastCheckpoint()).isNotNull();
    assertThat(done.getOperation()).isNull();
    assertThat(Objects.requireNonNull(subject.condition("Ready")).getLastTransitionTime())
        .isEqualTo(ready);
    List<String> asked = subject.ground().flinkWasAsked();
    assertThat(asked).hasSize(2);
    assertThat(asked.get(0)).startsWith("POST savepoints {").contains("file:///state/savepoints");
    assertThat(asked.get(1)).startsWith("POST checkpoints {").contains("FULL");
  }

  @Test
  void a_savepoint_that_cannot_be_taken_is_waited_for_beside_a_job_that_goes_on() {
    Subject subject = STAGE.subject("nonce-fails").createdAndRunning(DIRECTORY);
    subject.ground().job().feels(FlinkJob.Mood.FAILS);

    subject.edit("spec: {job: {savepointTriggerNonce: 5}}");
    subject.awaitStatus(
        "the failure",
        status ->
            status.getOperation() != null
                && status.getOperation().getAttempt() >= 2
                && String.valueOf(status.getOperation().getError())
                    .contains("Disk quota exceeded"));
    subject.ground().job().feels(FlinkJob.Mood.COMPLETES);

    subject.awaitStatus("the nonce is done", status -> savepointNonce(status) == 5);
    assertThat(Objects.requireNonNull(subject.condition("Ready")).getStatus()).isEqualTo("True");
  }

  @Test
  void periodic_savepoints_are_taken_and_old_ones_disposed_of() {
    Subject subject = STAGE.subject("periodic").createdAndRunning(PERIODIC);
    String first =
        "file:/state/savepoints/savepoint-" + subject.ground().job().id.substring(0, 6) + "-1";

    await()
        .atMost(Subject.SOON)
        .until(
            () ->
                subject.ground().flinkWasAsked().stream()
                    .anyMatch(
                        asked ->
                            asked.startsWith("POST savepoint-disposal") && asked.contains(first)));
    subject.awaitStatus(
        "the first one is forgotten",
        status ->
            status.getJobStatus().getSavepointInfo().getSavepointHistory() != null
                && status.getJobStatus().getSavepointInfo().getSavepointHistory().stream()
                    .noneMatch(taken -> taken.getLocation().equals(first)));

    assertThat(subject.status().getJobStatus().getSavepointInfo().getLastSavepoint())
        .extracting(last -> last.getTriggerType())
        .isEqualTo("PERIODIC");
    assertThat(Objects.requireNonNull(subject.condition("Ready")).getStatus()).isEqualTo("True");
  }

  private static long savepointNonce(FlinkDeploymentStatus status) {
    return status.getConsumedNonces() == null
        ? -1
        : number(status.getConsumedNonces().getSavepoint());
  }

  private static long checkpointNonce(FlinkDeploymentStatus status) {
    return status.getConsumedNonces() == null
        ? -1
        : number(status.getConsumedNonces().getCheckpoint());
  }

  private static long number(@Nullable Long nonce) {
    return nonce == null ? -1 : nonce;
  }
}
