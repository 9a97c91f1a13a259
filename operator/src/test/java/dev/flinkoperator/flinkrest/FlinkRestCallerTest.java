package dev.flinkoperator.flinkrest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, connections, limits of time and number. */
class FlinkRestCallerTest {
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
  void brings_the_jobs_of_a_cluster_and_tells_the_listener_once() throws Exception {
    flink.on(JOBS, 200, FlinkStub.sample("1.20/jobs-overview.json"));

    List<JobSummary> jobs = bench.answer(new JobsOverview());

    assertThat(jobs).extracting(JobSummary::state).containsExactly("FAILED", "RESTARTING");
    await().untilAsserted(() -> assertThat(bench.told).containsExactly("jobs-overview ok"));
    assertThat(flink.requests()).containsExactly("GET /jobs/overview");
  }

  @Test
  void asks_below_the_path_of_the_address_and_for_the_newest_exception_only() throws Exception {
    String path = "/proxy/orders/jobs/" + JOB + "/exceptions";
    flink.on(path, 200, FlinkStub.sample("2.3/job-exceptions.json"));
    URI address = flink.address().resolve("/proxy/orders/");

    JobFailure failure = bench.rest.call(address, new JobExceptions(JOB)).get(60, TimeUnit.SECONDS);

    assertThat(failure.cause()).startsWith("JobException: Recovery is suppressed");
    assertThat(flink.requests()).containsExactly("GET " + path + "?maxExceptions=1");
  }

  @Test
  void waits_no_longer_than_the_limit_for_the_first_byte() {
    bench.use(RestSettings.defaults().withTimeouts(Duration.ofSeconds(3), Duration.ofMillis(200)));
    flink.on(JOBS, exchange -> release.await());

    FlinkRestException failure = bench.failure(new JobsOverview());

    assertThat(failure).hasMessage(bench.prefix(JOBS) + "no whole answer within 200 ms");
    assertThat(failure.outcome()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void waits_no_longer_than_the_limit_for_the_last_byte() {
    bench.use(RestSettings.defaults().withTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(1)));
    flink.on(
        JOBS,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"jobs\":".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          release.await();
        });

    assertThat(bench.failure(new JobsOverview()))
        .hasMessage(bench.prefix(JOBS) + "no whole answer within 1 s");
  }

  @Test
  void says_that_a_connection_is_refused() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    URI address = URI.create("http://127.0.0.1:" + port);

    FlinkRestException failure = bench.failure(address, new JobsOverview());

    assertThat(failure).hasMessage("GET " + address + "/jobs/overview: connection refused");
    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_CONNECTED);
  }

  @Test
  void says_that_a_host_is_not_known() {
    assertThat(bench.failure(URI.create("http://no-such-host.invalid:8081"), new JobsOverview()))
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

    FlinkRestException failure = bench.failure(new JobsOverview());

    assertThat(failure.outcome()).isEqualTo(Outcome.BROKEN_OFF);
    assertThat(failure).hasMessageStartingWith(bench.prefix(JOBS) + "connection broke off: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://a/b", "basic-example-rest:8081", "http:///jobs", "/jobs", "http://a_b"})
  void calls_an_address_it_cannot_use_by_its_name(String address) {
    FlinkRestException failure = bench.failure(URI.create(address), new JobsOverview());

    assertThat(failure.outcome()).isEqualTo(Outcome.BAD_ADDRESS);
    assertThat(failure).hasMessageContaining("no usable http address");
  }

  @Test
  void shows_no_credentials_of_an_address() throws Exception {
    URI address = URI.create(flink.address().toString().replace("//", "//user:secret@"));

    assertThat(bench.failure(address, new ClusterConfig()).getMessage()).doesNotContain("secret");
  }

  @Test
  void has_so_many_calls_in_flight_and_no_more() {
    bench.use(RestSettings.defaults().withMaxInFlight(3));
    flink.on(
        JOBS,
        exchange -> {
          release.await();
          FlinkStub.send(exchange, 200, "{\"jobs\":[]}".getBytes(UTF_8));
        });

    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(bench.rest.call(flink.address(), new JobsOverview()));
    }
    await().until(() -> flink.requests().size() == 3);
    calls.get(19).cancel(true);
    calls.get(0).cancel(true);
    await().until(() -> flink.requests().size() == 4);
    release.countDown();

    assertThat(CompletableFuture.allOf(calls.subList(1, 19).toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofSeconds(60));
    assertThat(flink.requests()).hasSize(19);
  }

  @Test
  void gives_up_what_is_open_and_takes_nothing_new_when_closed() {
    bench.use(RestSettings.defaults().withMaxInFlight(1));
    flink.on(JOBS, exchange -> release.await());
    CompletableFuture<?> sent = bench.rest.call(flink.address(), new JobsOverview());
    CompletableFuture<?> inLine = bench.rest.call(flink.address(), new JobsOverview());

    bench.rest.close();

    for (CompletableFuture<?> call :
        List.of(sent, inLine, bench.rest.call(flink.address(), new JobsOverview()))) {
      assertThat(call).isDone();
      assertThat(bench.failure(call)).hasMessage(bench.prefix(JOBS) + "client is closed");
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
        assertThat(caller.call(flink.address(), new JobsOverview()).get(60, TimeUnit.SECONDS))
            .isEmpty();
      }
    }
  }
}
