package dev.flinkoperator.jar;

import static dev.flinkoperator.jar.FetchBench.JAR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.flinkrest.JarOnCluster;
import dev.flinkoperator.flinkrest.JobStart;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.jar.JarException.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionJarsTest {
  private static final URI CLUSTER = URI.create("http://session-rest.jobs:8081");
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String SHA = FetchBench.sha256(JAR);

  private Path folder;
  private final FakeFlink flink = new FakeFlink();
  private WebStub web;
  private SessionJars jars;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    web = new WebStub();
    web.onJar("/job.jar", JAR);
    jars = sessionJars();
  }

  @AfterEach
  void stop() throws IOException {
    jars.close();
    web.close();
  }

  private SessionJars sessionJars() {
    return new SessionJars(
        flink,
        FetchBench.settings(folder),
        FetchBench.NO_FILES,
        Clock.fixed(flink.now, ZoneOffset.UTC),
        Network.SYSTEM,
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  @Test
  void brings_a_jar_to_the_cluster_under_its_checksum() throws Exception {
    PlacedJar placed = get(jars.place(CLUSTER, jar("/job.jar")));

    assertThat(placed.sha256()).isEqualTo(SHA);
    assertThat(placed.jarId()).endsWith("_flink-operator-" + SHA + ".jar");
    assertThat(flink.contents.get(placed.jarId())).isEqualTo(JAR);
  }

  @Test
  void fetches_and_uploads_once_what_two_jobs_want_at_the_same_time() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    web.on(
        "/job.jar",
        out -> {
          go.await();
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          out.write(JAR);
        });

    CompletableFuture<PlacedJar> one = jars.place(CLUSTER, jar("/job.jar"));
    CompletableFuture<PlacedJar> two = jars.place(CLUSTER, jar("/job.jar"));
    CompletableFuture<PlacedJar> givenUp = jars.place(CLUSTER, jar("/job.jar"));
    givenUp.cancel(true);
    go.countDown();

    assertThat(get(one)).isEqualTo(get(two));
    assertThat(web.requests()).hasSize(1);
    assertThat(flink.calls()).containsOnlyOnce("upload-jar");
  }

  @Test
  void uploads_once_what_a_second_job_wants_while_it_is_uploaded() throws Exception {
    CompletableFuture<Void> upload = new CompletableFuture<>();
    flink.uploadsWaitFor = upload;
    CompletableFuture<PlacedJar> one = jars.place(CLUSTER, jar("/job.jar"));
    await().atMost(Duration.ofMinutes(1)).until(() -> flink.calls().contains("upload-jar"));

    CompletableFuture<PlacedJar> two = jars.place(CLUSTER, jar("/job.jar"));
    upload.complete(null);

    assertThat(get(one)).isEqualTo(get(two));
    assertThat(flink.calls()).containsOnlyOnce("upload-jar");
  }

  @Test
  void uses_the_jar_the_cluster_has_and_does_not_even_fetch_it_when_its_checksum_is_known()
      throws Exception {
    JarOnCluster there = flink.add("flink-operator-" + SHA + ".jar", flink.now);

    PlacedJar placed = get(jars.place(CLUSTER, jar("/job.jar#sha256=" + SHA)));

    assertThat(placed).isEqualTo(new PlacedJar(there.id(), SHA));
    assertThat(web.requests()).isEmpty();
    assertThat(flink.calls()).containsExactly("list-jars");
  }

  @Test
  void fetches_a_jar_with_a_checksum_once_for_all_clusters() throws Exception {
    get(jars.place(CLUSTER, jar("/job.jar#sha256=" + SHA)));
    flink.jars.clear();

    get(jars.place(URI.create("http://other-rest.jobs:8081"), jar("/job.jar#sha256=" + SHA)));

    assertThat(web.requests()).hasSize(1);
    assertThat(flink.jars).hasSize(1);
  }

  @Test
  void looks_for_a_new_jar_under_the_same_address() throws Exception {
    byte[] newer = "PK\003\004 another".getBytes(UTF_8);
    get(jars.place(CLUSTER, jar("/job.jar")));
    web.onJar("/job.jar", newer);

    assertThat(get(jars.place(CLUSTER, jar("/job.jar"))).sha256())
        .isEqualTo(FetchBench.sha256(newer));
  }

  @Test
  void hands_nobody_what_somebody_else_may_see() throws Exception {
    get(jars.place(CLUSTER, new JarRequest(web.address("/job.jar"), null, Map.of("A", "b"))));
    web.on("/job.jar", "HTTP/1.1 403 Forbidden", new byte[0]);

    assertThat(trouble(jars.place(CLUSTER, jar("/job.jar"))).trouble()).isEqualTo(Trouble.NOT_NOW);
  }

  @Test
  void runs_a_job_and_says_when_flink_knows_it_already() throws Exception {
    assertThat(get(jars.submit(CLUSTER, jar("/job.jar"), job()))).isEqualTo(Submitted.STARTED);
    assertThat(get(jars.submit(CLUSTER, jar("/job.jar"), job())))
        .isEqualTo(Submitted.ALREADY_THERE);
    assertThat(flink.calls()).containsOnlyOnce("upload-jar");
  }

  @Test
  void brings_a_jar_again_that_got_lost_between_upload_and_run() throws Exception {
    flink.restartsBeforeTheRun = true;

    assertThat(get(jars.submit(CLUSTER, jar("/job.jar"), job()))).isEqualTo(Submitted.STARTED);

    assertThat(flink.calls().stream().filter("upload-jar"::equals)).hasSize(2);
  }

  @Test
  void does_not_try_for_ever_where_jars_get_lost() {
    flink.losesJars = true;

    JarException trouble = trouble(jars.submit(CLUSTER, jar("/job.jar"), job()));

    assertThat(trouble.trouble()).isEqualTo(Trouble.NOT_NOW);
    assertThat(trouble).hasMessageContaining("web.upload.dir");
    assertThat(flink.calls().stream().filter("run-jar"::equals)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_CONNECTED, NOT_NOW",
    "TLS, NOT_NOW",
    "TIMEOUT, UNANSWERED",
    "BROKEN_OFF, UNANSWERED",
    "MALFORMED, UNANSWERED",
    "CANCELLED, UNANSWERED"
  })
  void tells_a_run_that_may_go_on_from_one_that_did_not_begin(Outcome outcome, Trouble trouble) {
    flink.runFails = outcome;

    assertThat(trouble(jars.submit(CLUSTER, jar("/job.jar"), job())).trouble()).isEqualTo(trouble);
  }

  @Test
  void brings_what_leads_to_a_jar_in_the_image() throws Exception {
    JarRequest local = JarRequest.of("local:///opt/flink/usrlib/job.jar", "org.example.Job");
    JarRequest none = JarRequest.of(null, "org.example.Job");

    PlacedJar first = get(jars.place(CLUSTER, local));
    PlacedJar second = get(jars.place(CLUSTER, local));
    PlacedJar third = get(jars.place(CLUSTER, none));

    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(first);
    assertThat(flink.contents.get(first.jarId()))
        .isEqualTo(WrapperJar.content("/opt/flink/usrlib/job.jar"));
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void judges_without_the_network() {
    assertThat(jars.problem(jar("/job.jar"))).isNull();
    assertThat(jars.problem(JarRequest.of("s3://b/j.jar", null))).contains("does not read s3:");
    assertThat(trouble(jars.place(CLUSTER, JarRequest.of("s3://b/j.jar", null))).trouble())
        .isEqualTo(Trouble.WRONG);
    assertThat(web.requests()).isEmpty();
    assertThat(flink.calls()).isEmpty();
  }

  @Test
  void takes_away_from_the_cluster_what_is_old_and_ours() throws Exception {
    String name = "flink-operator-" + "ab".repeat(32) + ".jar";
    JarOnCluster old = flink.add(name, flink.now.minus(Duration.ofHours(2)));
    JarOnCluster recent = flink.add(name, flink.now.minus(Duration.ofMinutes(30)));
    JarOnCluster foreign = flink.add("mine.jar", flink.now.minus(Duration.ofDays(9)));
    JarOnCluster odd = flink.add("flink-operator-x.jar", flink.now.minus(Duration.ofDays(9)));
    JarOnCluster wanted =
        flink.add("flink-operator-" + SHA + ".jar", flink.now.minus(Duration.ofHours(2)));

    PlacedJar placed = get(jars.place(CLUSTER, jar("/job.jar")));

    assertThat(placed.jarId()).isEqualTo(wanted.id());
    assertThat(flink.jars.keySet())
        .containsExactlyInAnyOrder(recent.id(), foreign.id(), odd.id(), wanted.id())
        .doesNotContain(old.id());
  }

  @Test
  void leaves_a_jar_that_was_just_handed_out_for_a_run() throws Exception {
    byte[] other = "PK\003\004 other".getBytes(UTF_8);
    web.onJar("/other.jar", other);
    flink.add(
        "flink-operator-" + FetchBench.sha256(other) + ".jar",
        flink.now.minus(Duration.ofHours(2)));
    PlacedJar handedOut = get(jars.place(CLUSTER, jar("/other.jar")));

    get(jars.place(CLUSTER, jar("/job.jar")));

    assertThat(flink.jars).containsKey(handedOut.jarId()).hasSize(2);
  }

  @Test
  void breaks_off_when_it_is_closed() {
    CountDownLatch never = new CountDownLatch(1);
    web.on("/job.jar", out -> never.await());
    CompletableFuture<PlacedJar> place = jars.place(CLUSTER, jar("/job.jar"));
    await().atMost(Duration.ofMinutes(1)).until(() -> web.requests().size() == 1);

    jars.close();

    assertThat(trouble(place).trouble()).isEqualTo(Trouble.NOT_NOW);
    assertThat(trouble(jars.place(CLUSTER, jar("/job.jar")))).hasMessageContaining("stopping");
  }

  private JarRequest jar(String path) {
    return JarRequest.of(web.address(path), null);
  }

  private static JobStart job() {
    return new JobStart("v2_3", JOB, null, List.of(), 1, null, false, null, Map.of());
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static JarException trouble(CompletableFuture<?> future) {
    ExecutionException thrown =
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> future.get(60, TimeUnit.SECONDS))
            .actual();
    return (JarException) Objects.requireNonNull(thrown.getCause());
  }
}
