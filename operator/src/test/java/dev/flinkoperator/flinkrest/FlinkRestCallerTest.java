package dev.flinkoperator.flinkrest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkRestCallerTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String JOBS = "/jobs/overview";

  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private FlinkStub flink;
  private FlinkRestCaller rest;

  @BeforeEach
  void start() throws Exception {
    flink = new FlinkStub();
    use(RestSettings.defaults());
  }

  @AfterEach
  void stop() {
    release.countDown();
    rest.close();
    flink.close();
  }

  @Test
  void brings_the_jobs_of_a_cluster_and_tells_the_listener_once() throws Exception {
    flink.on(JOBS, 200, FlinkStub.sample("1.20/jobs-overview.json"));

    List<JobSummary> jobs = answer(new JobsOverview());

    assertThat(jobs).extracting(JobSummary::state).containsExactly("FAILED", "RESTARTING");
    await().untilAsserted(() -> assertThat(told).containsExactly("jobs-overview ok"));
    assertThat(flink.requests()).containsExactly("GET /jobs/overview");
  }

  @Test
  void asks_below_the_path_of_the_address_and_for_the_newest_exception_only() throws Exception {
    String path = "/proxy/orders/jobs/" + JOB + "/exceptions";
    flink.on(path, 200, FlinkStub.sample("2.3/job-exceptions.json"));
    URI address = flink.address().resolve("/proxy/orders/");

    JobFailure failure = rest.call(address, new JobExceptions(JOB)).get(10, TimeUnit.SECONDS);

    assertThat(failure.cause()).startsWith("JobException: Recovery is suppressed");
    assertThat(flink.requests()).containsExactly("GET " + path + "?maxExceptions=1");
  }

  @Test
  void gives_the_status_and_the_first_line_of_what_flink_says() {
    flink.on(
        JOBS,
        500,
        """
        {"errors": ["\\nInternal server error.", "<Exception on server side:\\norg.apache.Boom: x\\n\\tat a.B.c(B.java)\\nEnd of exception on server side>"]}
        """);

    FlinkRestException failure = failure(new JobsOverview());

    assertThat(failure).hasMessage(prefix(JOBS) + "HTTP 500: Internal server error.");
    assertThat(failure.outcome()).isEqualTo(Outcome.HTTP_STATUS);
    assertThat(failure.httpStatus()).isEqualTo(500);
    await().untilAsserted(() -> assertThat(told).containsExactly("jobs-overview http_status"));
  }

  @Test
  void looks_into_the_trace_for_the_reason_if_there_is_nothing_else() {
    flink.on(
        JOBS,
        503,
        """
        {"errors": ["<Exception on server side:\\norg.apache.Boom: no leader\\n\\tat a.B.c(B.java)"]}
        """);

    assertThat(failure(new JobsOverview()))
        .hasMessage(prefix(JOBS) + "HTTP 503: org.apache.Boom: no leader");
  }

  @Test
  void says_that_a_job_is_not_known() {
    assertThat(failure(new JobExceptions(JOB)))
        .hasMessage(
            prefix("/jobs/" + JOB + "/exceptions")
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

    assertThat(failure(new JobsOverview())).hasMessage(prefix(JOBS) + "HTTP " + status);
    assertThat(flink.requests()).containsExactly("GET " + JOBS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>sign in</html>", "{\"jobs\": [", "\u0000\u0001", "{\"jobs\":\"\ud83d"})
  void says_that_an_answer_is_not_json(String body) {
    flink.on(JOBS, 200, body);

    FlinkRestException failure = failure(new JobsOverview());

    assertThat(failure).hasMessage(prefix(JOBS) + "answer is not JSON");
    assertThat(failure.outcome()).isEqualTo(Outcome.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[[[[]]]]", "17"})
  void says_what_is_missing_in_an_answer(String body) {
    flink.on(JOBS, 200, body);

    assertThat(failure(new JobsOverview()))
        .hasMessage(prefix(JOBS) + "unexpected answer: field 'jobs' is missing or no list");
  }

  @Test
  void survives_an_answer_nested_without_end() {
    flink.on(JOBS, 200, "[".repeat(1_000_000));

    assertThat(failure(new JobsOverview())).hasMessage(prefix(JOBS) + "answer is not JSON");
  }

  @Test
  void hangs_up_on_an_answer_without_end() {
    use(RestSettings.defaults().withMaxAnswerBytes(100_000));
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

    FlinkRestException failure = failure(new JobsOverview());

    assertThat(failure).hasMessage(prefix(JOBS) + "answer longer than 100000 bytes, not read");
    assertThat(failure.outcome()).isEqualTo(Outcome.TOO_LARGE);
    assertThat(sent).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void needs_only_the_beginning_of_a_huge_refusal() {
    use(RestSettings.defaults().withMaxAnswerBytes(100));
    flink.on(JOBS, 500, "x".repeat(10_000_000));

    assertThat(failure(new JobsOverview())).hasMessage(prefix(JOBS) + "HTTP 500");
  }

  @Test
  void waits_no_longer_than_the_limit_for_the_first_byte() {
    use(RestSettings.defaults().withTimeouts(Duration.ofSeconds(3), Duration.ofMillis(200)));
    flink.on(JOBS, exchange -> release.await());

    FlinkRestException failure = failure(new JobsOverview());

    assertThat(failure).hasMessage(prefix(JOBS) + "no whole answer within 200 ms");
    assertThat(failure.outcome()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void waits_no_longer_than_the_limit_for_the_last_byte() {
    use(RestSettings.defaults().withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(1)));
    flink.on(
        JOBS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"jobs\":".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          release.await();
        });

    assertThat(failure(new JobsOverview())).hasMessage(prefix(JOBS) + "no whole answer within 1 s");
  }

  @Test
  void says_that_a_connection_is_refused() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    URI address = URI.create("http://127.0.0.1:" + port);

    FlinkRestException failure = failure(address, new JobsOverview());

    assertThat(failure).hasMessage("GET " + address + "/jobs/overview: connection refused");
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_CONNECTED);
  }

  @Test
  void says_that_a_host_is_not_known() {
    assertThat(failure(URI.create("http://no-such-host.invalid:8081"), new JobsOverview()))
        .hasMessage("GET http://no-such-host.invalid:8081/jobs/overview: host name not known");
  }

  @Test
  void says_that_a_server_hangs_up() {
    flink.on(
        JOBS,
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(1);
        });

    FlinkRestException failure = failure(new JobsOverview());

    assertThat(failure.outcome()).isEqualTo(Outcome.BROKEN_OFF);
    assertThat(failure).hasMessageStartingWith(prefix(JOBS) + "connection broke off: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://a/b", "basic-example-rest:8081", "http:///jobs", "/jobs", "http://a_b"})
  void calls_an_address_it_cannot_use_by_its_name(String address) {
    FlinkRestException failure = failure(URI.create(address), new JobsOverview());

    assertThat(failure.outcome()).isEqualTo(Outcome.BAD_ADDRESS);
    assertThat(failure).hasMessageContaining("no usable http address");
  }

  @Test
  void shows_no_credentials_of_an_address() throws Exception {
    URI address = URI.create(flink.address().toString().replace("//", "//user:secret@"));

    assertThat(failure(address, new ClusterConfig()).getMessage()).doesNotContain("secret");
  }

  @Test
  void has_so_many_calls_in_flight_and_no_more() {
    use(RestSettings.defaults().withMaxInFlight(3));
    flink.on(
        JOBS,
        exchange -> {
          release.await();
          FlinkStub.send(exchange, 200, "{\"jobs\":[]}".getBytes(UTF_8));
        });

    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(rest.call(flink.address(), new JobsOverview()));
    }
    await().until(() -> flink.requests().size() == 3);
    calls.get(19).cancel(true);
    calls.get(0).cancel(true);
    await().until(() -> flink.requests().size() == 4);
    release.countDown();

    assertThat(CompletableFuture.allOf(calls.subList(1, 19).toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofSeconds(10));
    assertThat(flink.requests()).hasSize(19);
  }

  @Test
  void gives_up_what_is_open_and_takes_nothing_new_when_closed() {
    use(RestSettings.defaults().withMaxInFlight(1));
    flink.on(JOBS, exchange -> release.await());
    CompletableFuture<?> sent = rest.call(flink.address(), new JobsOverview());
    CompletableFuture<?> inLine = rest.call(flink.address(), new JobsOverview());

    rest.close();

    for (CompletableFuture<?> call :
        List.of(sent, inLine, rest.call(flink.address(), new JobsOverview()))) {
      assertThat(call).isDone();
      assertThat(failure(call)).hasMessage(prefix(JOBS) + "client is closed");
    }
  }

  @Test
  void goes_on_when_the_listener_throws() throws Exception {
    flink.on(JOBS, 200, "{\"jobs\":[]}");
    try (FlinkRestCaller caller =
        new FlinkRestCaller(
            RestSettings.defaults().withMaxInFlight(1),
            (endpoint, outcome, nanos) -> {
              throw new IllegalStateException("no metrics today");
            })) {
      for (int i = 0; i < 3; i++) {
        assertThat(caller.call(flink.address(), new JobsOverview()).get(10, TimeUnit.SECONDS))
            .isEmpty();
      }
    }
  }

  private void use(RestSettings settings) {
    if (rest != null) {
      rest.close();
    }
    rest =
        new FlinkRestCaller(
            settings, (endpoint, outcome, nanos) -> told.add(endpoint + " " + outcome.tag()));
  }

  private String prefix(String path) {
    return "GET " + flink.address() + path + ": ";
  }

  private <T> T answer(Endpoint<T> endpoint) throws Exception {
    return rest.call(flink.address(), endpoint).get(10, TimeUnit.SECONDS);
  }

  private FlinkRestException failure(Endpoint<?> endpoint) {
    return failure(flink.address(), endpoint);
  }

  private FlinkRestException failure(URI address, Endpoint<?> endpoint) {
    return failure(rest.call(address, endpoint));
  }

  private static FlinkRestException failure(CompletableFuture<?> call) {
    ExecutionException thrown =
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> call.get(10, TimeUnit.SECONDS))
            .actual();
    FlinkRestException failure = (FlinkRestException) Objects.requireNonNull(thrown.getCause());
    assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(FlinkRestException.MAX_MESSAGE);
    assertThat(failure.getStackTrace()).isEmpty();
    return failure;
  }
}
