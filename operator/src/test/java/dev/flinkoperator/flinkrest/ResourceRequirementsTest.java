package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.runtime.jobgraph.JobResourceRequirements;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.rest.messages.job.JobResourceRequirementsBody;
import org.apache.flink.runtime.rest.util.RestMapperUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Between which bounds a job runs, and how parallel it really does. */
class ResourceRequirementsTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String SOURCE = "cbc357ccb763df2852fee8c4fc7d55f2";
  private static final String SINK = "7df19f87deec5680128845fd9a6ca18d";
  private static final String BOUNDS = "/jobs/" + JOB + "/resource-requirements";

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

  @Test
  void reads_the_bounds_of_every_vertex() throws Exception {
    flink.on(BOUNDS, 200, body(bounds(1, 4, 2, 2)));

    assertThat(bench.answer(new ResourceRequirements(JOB)))
        .containsExactly(
            Map.entry(SINK, new VertexBounds(2, 2)), Map.entry(SOURCE, new VertexBounds(1, 4)));
    assertThat(flink.requests()).containsExactly("GET " + BOUNDS);
  }

  @Test
  void sends_the_bounds_of_every_vertex_as_flink_reads_them() throws Exception {
    StringBuilder sent = new StringBuilder();
    flink.on(
        BOUNDS,
        exchange -> {
          sent.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          FlinkStub.send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
        });

    bench.answer(new UpdateResourceRequirements(JOB, bounds(1, 3, 2, 2)));

    assertThat(flink.requests()).containsExactly("PUT " + BOUNDS);
    assertThat(
            RestMapperUtils.getStrictObjectMapper()
                .readValue(sent.toString(), JobResourceRequirementsBody.class)
                .asJobResourceRequirements()
                .orElseThrow())
        .isEqualTo(
            JobResourceRequirements.newBuilder()
                .setParallelismForJobVertex(JobVertexID.fromHexString(SOURCE), 1, 3)
                .setParallelismForJobVertex(JobVertexID.fromHexString(SINK), 2, 2)
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"source\": {\"parallelism\": {\"lowerBound\": 1, \"upperBound\": 2}}}",
        "{\"" + SOURCE + "\": {}}",
        "{\"" + SOURCE + "\": {\"parallelism\": {\"upperBound\": 2}}}",
        "{\"" + SOURCE + "\": {\"parallelism\": {\"lowerBound\": \"1\", \"upperBound\": 2}}}",
        "{\"" + SOURCE + "\": {\"parallelism\": {\"lowerBound\": 1, \"upperBound\": 1.5}}}",
        "{\"" + SOURCE + "\": {\"parallelism\": {\"lowerBound\": 1, \"upperBound\": 9876543210}}}"
      })
  void guesses_no_bound_that_it_might_send_back(String answer) {
    flink.on(BOUNDS, 200, answer);

    assertThat(bench.failure(new ResourceRequirements(JOB)).outcome()).isEqualTo(Outcome.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 500})
  void tells_a_refusal_by_its_status(int status) {
    flink.on(BOUNDS, status, "{\"errors\": [\"Another update is already in progress.\"]}");

    FlinkRestException failure =
        bench.failure(new UpdateResourceRequirements(JOB, bounds(1, 3, 1, 1)));

    assertThat(failure.httpStatus()).isEqualTo(status);
    assertThat(failure.reason()).contains("Another update is already in progress.");
  }

  @Test
  void cuts_off_an_answer_that_is_far_too_long() {
    bench.use(new RestSettings(Duration.ofSeconds(5), Duration.ofSeconds(20), 1000, 8, null));
    flink.on(BOUNDS, 200, "{\"x\": \"" + "y".repeat(5000) + "\"}");

    assertThat(bench.failure(new ResourceRequirements(JOB)).outcome()).isEqualTo(Outcome.TOO_LARGE);
  }

  @Test
  void reads_how_parallel_each_vertex_runs() throws Exception {
    flink.on(
        "/jobs/" + JOB,
        200,
        """
        {"jid": "%s", "state": "RUNNING", "vertices": [
          {"id": "%s", "name": "Source: a\\n-> b", "maxParallelism": 128, "parallelism": 2, "new": 1},
          {"id": "%s", "parallelism": 1}]}
        """
            .formatted(JOB, SOURCE, SINK));

    assertThat(bench.answer(new JobVertices(JOB)))
        .containsExactly(
            new JobVertex(SOURCE, "Source: a -> b", 2, 128), new JobVertex(SINK, "", 1, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"vertices\": 1}",
        "{\"vertices\": [{\"id\": \"x\", \"parallelism\": 1}]}"
      })
  void takes_no_answer_without_vertices(String answer) {
    assertThatThrownBy(() -> new JobVertices(JOB).read(new ObjectMapper().readTree(answer)))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void cuts_the_name_of_a_vertex_that_flink_has_written_a_plan_into() throws Exception {
    String answer =
        "{\"vertices\": [{\"id\": \"" + SOURCE + "\", \"name\": \"" + "n".repeat(10_000) + "\"}]}";

    assertThat(new JobVertices(JOB).read(new ObjectMapper().readTree(answer)).get(0).name())
        .hasSize(256);
  }

  private static TreeMap<String, VertexBounds> bounds(
      int sourceLower, int sourceUpper, int sinkLower, int sinkUpper) {
    return new TreeMap<>(
        Map.of(
            SOURCE, new VertexBounds(sourceLower, sourceUpper),
            SINK, new VertexBounds(sinkLower, sinkUpper)));
  }

  private static String body(TreeMap<String, VertexBounds> bounds) {
    return Objects.requireNonNull(new UpdateResourceRequirements(JOB, bounds).body());
  }
}
