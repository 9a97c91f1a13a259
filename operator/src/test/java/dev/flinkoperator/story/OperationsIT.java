package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator asks of Flink, and what it makes of the answers. */
class OperationsIT {

  private static final String SAVEPOINT =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.dir: file:///state/checkpoints
          execution.checkpointing.savepoint-dir: file:///state/savepoints
        job: {upgradeMode: savepoint}
      """;
  private static final String EDIT = "spec: {job: {args: [\"--new\"]}}";

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_stop_is_written_down_before_flink_is_asked_and_its_savepoint_is_started_from() {
    Subject subject = STAGE.subject("stops").createdAndRunning(SAVEPOINT);
    FlinkJob job = subject.ground().job();
    job.feels(FlinkJob.Mood.TAKES_ITS_TIME);
    String oldRevision = subject.revision();

    subject.edit(EDIT);
    await().atMost(Subject.SOON).until(() -> !subject.ground().flinkWasAsked().isEmpty());
    Operation written = subject.status().getOperation();
    assertThat(subject.ground().flinkWasAsked().get(0))
        .startsWith("POST stop {")
        .contains("\"triggerId\":\"" + written.getTriggerId() + "\"")
        .contains("\"targetDirectory\":\"file:///state/savepoints\"");
    job.completesPending();
    subject.awaitStatus("the next revision", status -> !oldRevision.equals(status.getRevision()));
    subject.comesUp();

    assertThat(new Children(subject).configuration())
        .contains("file:/state/savepoints/savepoint-" + job.id.substring(0, 6) + "-1");
    assertThat(subject.ground().flinkWasAsked()).allMatch(asked -> asked.startsWith("POST stop"));
  }

  @Test
  void a_refusal_is_told_and_the_job_runs_on() {
    Subject subject = STAGE.subject("refused").createdAndRunning(SAVEPOINT);
    FlinkJob job = subject.ground().job();
    job.feels(FlinkJob.Mood.REFUSES);

    subject.edit(EDIT);

    subject.awaitStatus(
        "the refusal in the status",
        status ->
            status.getOperation() != null
                && status.getOperation().getError() != null
                && status.getOperation().getError().contains("HTTP 400: Config key"));
    assertThat(subject.ground().hasJobManager()).isTrue();
    assertThat(subject.jobId()).isEqualTo(job.id);
    List<String> asked = subject.ground().flinkWasAsked();
    assertThat(asked).hasSizeLessThan(5);
  }
}
