package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Savepoints, checkpoints and cancellations: what Flink says of them. */
class OperationAnswersTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String TRIGGER = "aa11bb22cc33dd44ee55ff6600778899";
  private static final String SAVEPOINTS = "/jobs/" + JOB + "/savepoints/" + TRIGGER;
  private static final String CHECKPOINTS = "/jobs/" + JOB + "/checkpoints";

  private CallerBench bench;
  private FlinkStub flink;

  @BeforeEach
  void start() throws Exception {
    bench = new CallerBench();
    flink = bench.flink;
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_where_a_savepoint_is(String version) throws Exception {
    flink.on(SAVEPOINTS, 200, FlinkStub.sample(version + "/savepoint-completed.json"));

    assertThat(bench.answer(new SavepointResult(JOB, TRIGGER)))
        .isEqualTo(
            new OperationResult.Completed(
                "file:/opt/flink/state/savepoints/savepoint-0f1e2d-8c1b5d7f2a10"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_why_a_savepoint_failed_in_one_line(String version) throws Exception {
    flink.on(SAVEPOINTS, 200, FlinkStub.sample(version + "/savepoint-failed.json"));

    assertThat(bench.answer(new SavepointResult(JOB, TRIGGER)))
        .isInstanceOfSatisfying(
            OperationResult.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("CompletionException: ")
                    .endsWith(
                        "; caused by IOException: Failed to create savepoint directory at"
                            + " file:/nowhere")
                    .doesNotContain("\tat ", "rO0ABX"));
  }

  @Test
  void reads_that_an_operation_goes_on() throws Exception {
    flink.on(SAVEPOINTS, 200, "{\"status\": {\"id\": \"IN_PROGRESS\"}}");

    assertThat(bench.answer(new SavepointResult(JOB, TRIGGER)))
        .isEqualTo(new OperationResult.InProgress());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_how_a_checkpoint_ended(String version) throws Exception {
    String path = CHECKPOINTS + "/" + TRIGGER;
    flink.on(path, 200, FlinkStub.sample(version + "/checkpoint-completed.json"));
    assertThat(bench.answer(new CheckpointResult(JOB, TRIGGER)))
        .isEqualTo(new OperationResult.Completed(null, 42L));

    flink.on(path, 200, FlinkStub.sample(version + "/checkpoint-failed.json"));
    assertThat(bench.answer(new CheckpointResult(JOB, TRIGGER)))
        .isEqualTo(
            new OperationResult.Failed(
                "CheckpointException: Checkpoint expired before completing"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "There is no savepoint operation with triggerId=%s for job 0f1e2d3c4b5a69788796a5b4c3d2e1f0.",
        "org.apache.flink.runtime.rest.NotFoundException: Operation not found under key: "
            + "org.apache.flink.runtime.rest.handler.async.OperationKey@1b2c"
      })
  void takes_it_for_an_answer_that_flink_does_not_know_an_operation(String said) throws Exception {
    flink.on(SAVEPOINTS, 404, "{\"errors\": [\"" + said.formatted(TRIGGER) + "\"]}");

    assertThat(bench.answer(new SavepointResult(JOB, TRIGGER)))
        .isEqualTo(new OperationResult.NotKnown());
    await().untilAsserted(() -> assertThat(bench.told).containsExactly("savepoint-result ok"));
  }

  @Test
  void does_not_take_somebody_elses_404_for_an_answer() {
    flink.on(SAVEPOINTS, 404, "<html>no such page</html>");

    assertThat(bench.failure(new SavepointResult(JOB, TRIGGER)).httpStatus()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"status\": \"COMPLETED\"}",
        "{\"status\": {\"id\": \"PONDERING\"}}",
        "{\"status\": {\"id\": \"COMPLETED\"}, \"operation\": {}}",
        "{\"status\": {\"id\": \"COMPLETED\"}, \"operation\": {\"location\": \"a\\nb\"}}"
      })
  void rejects_a_result_that_says_nothing(String answer) {
    assertThatThrownBy(() -> new SavepointResult(JOB, TRIGGER).read(json(answer)))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void finds_the_newest_savepoint_or_checkpoint_and_what_the_job_was_restored_from()
      throws Exception {
    flink.on(CHECKPOINTS, 200, FlinkStub.sample("1.20/checkpoints.json"));

    assertThat(bench.answer(new CheckpointStatistics(JOB)))
        .isEqualTo(
            new JobCheckpoints(
                new CompletedCheckpoint(
                    43,
                    "file:/opt/flink/state/savepoints/savepoint-0f1e2d-8c1b5d7f2a10",
                    Instant.ofEpochMilli(1731000070961L),
                    true),
                new CompletedCheckpoint(
                    40,
                    "file:/opt/flink/state/savepoints/savepoint-aaaaaa-0102030405060",
                    Instant.ofEpochMilli(1730999995000L),
                    true)));
  }

  @Test
  void finds_the_newest_checkpoint_of_flink_2_3() throws Exception {
    flink.on(CHECKPOINTS, 200, FlinkStub.sample("2.3/checkpoints.json"));

    assertThat(bench.answer(new CheckpointStatistics(JOB)))
        .isEqualTo(
            new JobCheckpoints(
                new CompletedCheckpoint(
                    7,
                    "s3://state/checkpoints/" + JOB + "/chk-7",
                    Instant.ofEpochMilli(1790000000095L),
                    false),
                null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"external_path\": \"<checkpoint-not-externally-addressable>\"",
        "\"external_path\": null",
        "\"external_path\": \"file:/c/chk-7\", \"discarded\": true"
      })
  void gives_no_path_of_a_checkpoint_that_cannot_be_restored(String path) throws Exception {
    JsonNode answer =
        json(
            """
            {"latest": {"completed": {"id": 7, "status": "COMPLETED", "latest_ack_timestamp": 5, %s}}}
            """
                .formatted(path));

    assertThat(new CheckpointStatistics(JOB).read(answer).newest())
        .isEqualTo(new CompletedCheckpoint(7, null, Instant.ofEpochMilli(5), false));
  }

  @Test
  void takes_a_job_without_checkpoints_for_an_answer_and_a_job_unknown_for_none() throws Exception {
    flink.on(CHECKPOINTS, 404, "{\"errors\": [\"Checkpointing has not been enabled.\"]}");
    assertThat(bench.answer(new CheckpointStatistics(JOB))).isEqualTo(JobCheckpoints.NONE);

    flink.on(CHECKPOINTS, 404, "{\"errors\": [\"Job " + JOB + " not found\"]}");
    assertThat(bench.failure(new CheckpointStatistics(JOB)))
        .hasMessage(bench.prefix(CHECKPOINTS) + "the cluster does not know this job (HTTP 404)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"latest\": 1}",
        "{\"latest\": {\"completed\": {\"status\": \"COMPLETED\", \"latest_ack_timestamp\": 5}}}",
        "{\"latest\": {\"completed\": {\"status\": \"COMPLETED\", \"id\": 7}}}"
      })
  void rejects_statistics_that_lack_what_makes_a_checkpoint(String answer) {
    assertThatThrownBy(() -> new CheckpointStatistics(JOB).read(json(answer)))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void says_why_flink_refuses_a_savepoint() {
    String path = "/jobs/" + JOB + "/stop";
    flink.on(
        path,
        400,
        "{\"errors\": [\"Config key [execution.checkpointing.savepoint-dir] is not set. Property"
            + " [targetDirectory] must be provided.\"]}");

    FlinkRestException refusal =
        bench.failure(new StopWithSavepoint(JOB, TRIGGER, null, false, "CANONICAL"));

    assertThat(refusal.httpStatus()).isEqualTo(400);
    assertThat(refusal)
        .hasMessageStartingWith("POST " + flink.address() + path + ": HTTP 400: Config key [");
  }

  @Test
  void never_puts_anything_but_ids_into_a_path() {
    assertThatThrownBy(() -> new CancelJob("../../jars"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SavepointResult(JOB, "x?y=" + JOB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A trigger id is 32 hex digits, not x?y=");
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
