package dev.flinkoperator.flinkrest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals, and answers that are none. */
class FlinkRestAnswersTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String JOBS = "/jobs/overview";

  private final CountDownLatch release = new CountDownLatch(1);
  private CallerBench bench;
  private FlinkStub flink;

  @BeforeEach
  void start() throws Exception {
    bench = new CallerBench();
    flink = bench.flink;
  }

  @AfterEach
  void stop() {
    release.countDown();
    bench.close();
  }

  @Test
  void gives_the_status_and_the_first_line_of_what_flink_says() {
    flink.on(
        JOBS,
        500,
        """
        {"errors": ["\\nInternal server error.", "<Exception on server side:\\norg.apache.Boom: x\\n\\tat a.B.c(B.java)\\nEnd of exception on server side>"]}
        """);

    FlinkRestException failure = bench.failure(new JobsOverview());

    assertThat(failure).hasMessage(bench.prefix(JOBS) + "HTTP 500: Internal server error.");
    assertThat(failure.outcome()).isEqualTo(Outcome.HTTP_STATUS);
    assertThat(failure.httpStatus()).isEqualTo(500);
    await()
        .untilAsserted(() -> assertThat(bench.told).containsExactly("jobs-overview http_status"));
  }

  @Test
  void looks_into_the_trace_for_the_reason_if_there_is_nothing_else() {
    flink.on(
        JOBS,
        503,
        """
        {"errors": ["<Exception on server side:\\norg.apache.Boom: no leader\\n\\tat a.B.c(B.java)"]}
        """);

    assertThat(bench.failure(new JobsOverview()))
        .hasMessage(bench.prefix(JOBS) + "HTTP 503: Boom: no leader");
  }

  @Test
  void says_that_a_job_is_not_known() {
    assertThat(bench.failure(new JobExceptions(JOB)))
        .hasMessage(
            bench.prefix("/jobs/" + JOB + "/exceptions")
                + "the cluster does not know this job (HTTP 404)");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 401, 403, 502})
  void takes_every_other_status_for_a_refusal_and_follows_no_redirect(int status) {
    flink.on(
        JOBS,
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"flink\"");
          FlinkStub.send(exchange, status, "<html>Bad gateway</html>".getBytes(UTF_8));
        });

    assertThat(bench.failure(new JobsOverview())).hasMessage(bench.prefix(JOBS) + "HTTP " + status);
    assertThat(flink.requests()).containsExactly("GET " + JOBS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>sign in</html>", "{\"jobs\": [", "\u0000\u0001", "{\"jobs\":\"\ud83d"})
  void says_that_an_answer_is_not_json(String body) {
    flink.on(JOBS, 200, body);

    FlinkRestException failure = bench.failure(new JobsOverview());

    assertThat(failure).hasMessage(bench.prefix(JOBS) + "answer is not JSON");
    assertThat(failure.outcome()).isEqualTo(Outcome.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[[[[]]]]", "17"})
  void says_what_is_missing_in_an_answer(String body) {
    flink.on(JOBS, 200, body);

    assertThat(bench.failure(new JobsOverview()))
        .hasMessage(bench.prefix(JOBS) + "unexpected answer: field 'jobs' is missing or no list");
  }

  @Test
  void survives_an_answer_nested_without_end() {
    flink.on(JOBS, 200, "[".repeat(1_000_000));

    assertThat(bench.failure(new JobsOverview()))
        .hasMessage(bench.prefix(JOBS) + "answer is not JSON");
  }

  @Test
  void hangs_up_on_an_answer_without_end() {
    bench.use(RestSettings.defaults().withMaxAnswerBytes(100_000));
    CompletableFuture<Long> sent = new CompletableFuture<>();
    flink.on(
        JOBS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          long bytes = 0;
          try {
            while (release.getCount() > 0) {
              body.write(new byte[10_000]);
              bytes += 10_000;
            }
          } finally {
            sent.complete(bytes);
          }
        });

    FlinkRestException failure = bench.failure(new JobsOverview());

    assertThat(failure)
        .hasMessage(bench.prefix(JOBS) + "answer longer than 100000 bytes, not read");
    assertThat(failure.outcome()).isEqualTo(Outcome.TOO_LARGE);
    assertThat(sent).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void needs_only_the_beginning_of_a_huge_refusal() {
    bench.use(RestSettings.defaults().withMaxAnswerBytes(100));
    flink.on(JOBS, 500, "x".repeat(10_000_000));

    assertThat(bench.failure(new JobsOverview())).hasMessage(bench.prefix(JOBS) + "HTTP 500");
  }
}
