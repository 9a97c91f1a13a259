package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.rest.messages.RequestBody;
import org.apache.flink.runtime.rest.messages.TriggerId;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointTriggerRequestBody;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointDisposalRequest;
import org.apache.flink.runtime.rest.messages.job.savepoints.SavepointTriggerRequestBody;
import org.apache.flink.runtime.rest.messages.job.savepoints.stop.StopWithSavepointRequestBody;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.junit.jupiter.api.Test;

/** What is sent, read by the classes Flink reads it with. */
class OperationRequestsTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String TRIGGER = "aa11bb22cc33dd44ee55ff6600778899";
  private static final TriggerId ID = TriggerId.fromHexString(TRIGGER);

  @Test
  void asks_to_stop_with_a_savepoint() throws Exception {
    var asked = new StopWithSavepoint(JOB, TRIGGER, "s3://state/a \"b\"", true, "NATIVE");

    StopWithSavepointRequestBody read = read(asked, StopWithSavepointRequestBody.class);

    assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /jobs/" + JOB + "/stop");
    assertThat(read.getTargetDirectory()).contains("s3://state/a \"b\"");
    assertThat(read.shouldDrain()).isTrue();
    assertThat(read.getFormatType()).isEqualTo(SavepointFormatType.NATIVE);
    assertThat(read.getTriggerId()).contains(ID);
  }

  @Test
  void leaves_the_directory_to_the_cluster() throws Exception {
    var asked = new StopWithSavepoint(JOB, TRIGGER, null, false, "CANONICAL");

    StopWithSavepointRequestBody read = read(asked, StopWithSavepointRequestBody.class);

    assertThat(read.getTargetDirectory()).isEmpty();
    assertThat(read.shouldDrain()).isFalse();
  }

  @Test
  void asks_for_a_savepoint_of_a_job_that_runs_on() throws Exception {
    var asked = new TriggerSavepoint(JOB, TRIGGER, "s3://state/savepoints", "CANONICAL");

    SavepointTriggerRequestBody read = read(asked, SavepointTriggerRequestBody.class);

    assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /jobs/" + JOB + "/savepoints");
    assertThat(read.isCancelJob()).isFalse();
    assertThat(read.getTargetDirectory()).contains("s3://state/savepoints");
    assertThat(read.getFormatType()).isEqualTo(SavepointFormatType.CANONICAL);
    assertThat(read.getTriggerId()).contains(ID);
  }

  @Test
  void says_nothing_to_flink_1_14_that_it_does_not_know() {
    assertThat(new StopWithSavepoint(JOB, null, "s3://state", false, null).body())
        .isEqualTo("{\"drain\":false,\"targetDirectory\":\"s3://state\"}");
    assertThat(new TriggerSavepoint(JOB, null, "s3://state", null).body())
        .isEqualTo("{\"cancel-job\":false,\"target-directory\":\"s3://state\"}");
  }

  @Test
  void asks_for_a_checkpoint() throws Exception {
    var asked = new TriggerCheckpoint(JOB, TRIGGER, "INCREMENTAL");

    CheckpointTriggerRequestBody read = read(asked, CheckpointTriggerRequestBody.class);

    assertThat(asked.method() + " " + asked.path()).isEqualTo("POST /jobs/" + JOB + "/checkpoints");
    assertThat(read.getCheckpointType()).isEqualTo(CheckpointType.INCREMENTAL);
    assertThat(read.getTriggerId()).contains(ID);
  }

  @Test
  void asks_to_cancel_without_a_body() {
    var asked = new CancelJob(JOB);

    assertThat(asked.method() + " " + asked.path())
        .isEqualTo("PATCH /jobs/" + JOB + "?mode=cancel");
    assertThat(asked.body()).isNull();
  }

  @Test
  void asks_to_dispose_of_a_savepoint() throws Exception {
    var asked = new DisposeSavepoint("s3://state/savepoints/savepoint-1");

    SavepointDisposalRequest read = read(asked, SavepointDisposalRequest.class);

    assertThat(read.getSavepointPath()).isEqualTo("s3://state/savepoints/savepoint-1");
  }

  @Test
  void sends_the_body_as_json_and_reads_under_which_id_the_result_is() throws Exception {
    try (CallerBench bench = new CallerBench()) {
      StringBuilder sent = new StringBuilder();
      bench.flink.on(
          "/jobs/" + JOB + "/savepoints",
          exchange -> {
            sent.append(exchange.getRequestHeaders().getFirst("Content-Type")).append(' ');
            sent.append(new String(exchange.getRequestBody().readAllBytes()));
            FlinkStub.send(exchange, 202, ("{\"request-id\": \"" + TRIGGER + "\"}").getBytes());
          });
      var asked = new TriggerSavepoint(JOB, TRIGGER, null, "CANONICAL");

      assertThat(bench.answer(asked)).isEqualTo(new Accepted(TRIGGER));

      assertThat(sent).hasToString("application/json; charset=UTF-8 " + asked.body());
      assertThat(bench.flink.requests()).containsExactly("POST /jobs/" + JOB + "/savepoints");
    }
  }

  @Test
  void sends_a_cancellation_and_takes_an_empty_answer() throws Exception {
    try (CallerBench bench = new CallerBench()) {
      bench.flink.on("/jobs/" + JOB, 202, "{}");

      assertThat(bench.answer(new CancelJob(JOB))).isEqualTo(new Accepted(null));

      assertThat(bench.flink.requests()).containsExactly("PATCH /jobs/" + JOB + "?mode=cancel");
    }
  }

  private static <B extends RequestBody> B read(Endpoint<?> asked, Class<B> type) throws Exception {
    return RestMapperUtils.getStrictObjectMapper()
        .readValue(Objects.requireNonNull(asked.body()), type);
  }
}
