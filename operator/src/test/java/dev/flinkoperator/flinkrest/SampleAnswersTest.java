package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleAnswersTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

  @Test
  void reads_the_jobs_of_flink_1_14() throws Exception {
    assertThat(new JobsOverview().read(sample("1.14/jobs-overview")))
        .containsExactly(
            new JobSummary(
                "a1b2c3d4e5f60718293a4b5c6d7e8f90",
                "State machine job",
                "RUNNING",
                Instant.ofEpochMilli(1690000000123L),
                null,
                Instant.ofEpochMilli(1690000002456L)));
  }

  @Test
  void reads_the_jobs_of_flink_1_20_with_their_names_in_unicode() throws Exception {
    List<JobSummary> jobs = new JobsOverview().read(sample("1.20/jobs-overview"));

    assertThat(jobs).extracting(JobSummary::state).containsExactly("FAILED", "RESTARTING");
    assertThat(jobs.get(0).name())
        .isEqualTo("insert-into_default_catalog.default_database.orders — Bestellungen ✓");
    assertThat(jobs.get(0).endTime()).isEqualTo(Instant.ofEpochMilli(1731000600000L));
  }

  @Test
  void reads_the_jobs_of_flink_2_3_and_takes_a_time_of_zero_for_none() throws Exception {
    List<JobSummary> jobs = new JobsOverview().read(sample("2.3/jobs-overview"));

    assertThat(jobs).extracting(JobSummary::state).containsExactly("FINISHED", "INITIALIZING");
    assertThat(jobs.get(1).lastModification()).isNull();
  }

  @Test
  void takes_a_state_and_fields_that_no_flink_has_yet() throws Exception {
    JsonNode answer =
        json(
            """
            {"jobs": [{"jid": "%s", "state": "HIBERNATING", "start-time": "soon", "new": [1]}], "x": 1}
            """
                .formatted(JOB));

    assertThat(new JobsOverview().read(answer))
        .containsExactly(new JobSummary(JOB, "", "HIBERNATING", null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"jobs\"",
        "{\"jobs\": 3}",
        "{\"jobs\": [{\"name\": \"x\", \"state\": \"RUNNING\"}]}",
        "{\"jobs\": [{\"jid\": {}, \"state\": \"RUNNING\"}]}",
        "{\"jobs\": [7]}"
      })
  void rejects_an_overview_without_what_makes_a_job(String answer) {
    assertThatThrownBy(() -> new JobsOverview().read(json(answer)))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageStartingWith("field '");
  }

  @Test
  void cuts_the_name_of_a_job_that_is_a_novel() throws Exception {
    JsonNode answer =
        json(
            "{\"jobs\":[{\"jid\":\"a\",\"state\":\"RUNNING\",\"name\":\"%s\"}]}"
                .formatted("ä".repeat(9000)));

    assertThat(new JobsOverview().read(answer).get(0).name()).hasSize(256).endsWith("ä…");
  }

  @ParameterizedTest
  @CsvSource({
    "1.14, 1.14.6, fdc2a6a @ 2022-09-08T15:02:18+02:00",
    "1.20, 1.20.0, b1fe7b4 @ 2024-07-25T04:17:52+02:00",
    "2.3, 2.3.0, c0f8d1a @ 2026-06-14T16:29:03+02:00"
  })
  void reads_which_flink_it_is(String flink, String version, String revision) throws Exception {
    assertThat(new ClusterConfig().read(sample(flink + "/config")))
        .isEqualTo(new FlinkBuild(version, revision));
  }

  @ParameterizedTest
  @CsvSource({"1.14, 1, 2, 0", "1.20, 2, 4, 2", "2.3, 0, 0, 0"})
  void reads_the_size_of_the_cluster(String flink, int taskManagers, int slots, int free)
      throws Exception {
    assertThat(new ClusterOverview().read(sample(flink + "/overview")))
        .isEqualTo(new ClusterSize(taskManagers, slots, free));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.14", "1.20", "2.3"})
  void reads_why_a_job_failed_without_the_stack_trace(String flink) throws Exception {
    assertThat(new JobExceptions(JOB).read(sample(flink + "/job-exceptions")).cause())
        .isEqualTo(
            "JobException: Recovery is suppressed by FixedDelayRestartBackoffTimeStrategy"
                + "(maxNumberRestartAttempts=2, backoffTimeMS=1000)"
                + "; caused by IOException: Could not write order 4711 to sink"
                + "; caused by ConnectException: Connection refused (Connection refused)");
  }

  @Test
  void knows_no_cause_where_flink_recorded_none() throws Exception {
    JsonNode answer =
        json("{\"root-exception\":null,\"exceptionHistory\":{\"entries\":[],\"truncated\":false}}");

    assertThat(new JobExceptions(JOB).read(answer)).isEqualTo(new JobFailure(null));
  }

  @Test
  void falls_back_to_the_name_of_the_exception() throws Exception {
    JsonNode answer =
        json("{\"exceptionHistory\":{\"entries\":[{\"exceptionName\":\"a.b.OddException\"}]}}");

    assertThat(new JobExceptions(JOB).read(answer).cause()).isEqualTo("OddException");
  }

  @Test
  void never_puts_anything_but_an_id_into_the_path() {
    assertThatThrownBy(() -> new JobExceptions("../../jars"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A job id is 32 hex digits, not ../../jars");
  }

  private static JsonNode sample(String name) throws IOException {
    return json(FlinkStub.sample(name + ".json"));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
