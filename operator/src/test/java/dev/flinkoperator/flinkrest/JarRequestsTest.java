package dev.flinkoperator.flinkrest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JarRequestsTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String JAR = "a29c3f7e-1ba3-424d-ab3b-c347754a18b6_job.jar";

  @Test
  void runs_a_job_with_all_there_is_to_say() throws Exception {
    JobStart job =
        new JobStart(
            "v2_3",
            JOB,
            "org.example.Job",
            List.of("--name", "a \"b\" ü", ""),
            3,
            "s3://savepoints/1",
            true,
            "CLAIM",
            Map.of("pipeline.name", "Bestellungen ✓"));

    RunJar run = new RunJar(JAR, job);

    assertThat(run.method() + " " + run.path()).isEqualTo("POST /jars/" + JAR + "/run");
    assertThat(json(run.body()))
        .isEqualTo(
            json(
                """
                {"jobId": "%s", "entryClass": "org.example.Job",
                 "programArgsList": ["--name", "a \\"b\\" ü", ""], "parallelism": 3,
                 "savepointPath": "s3://savepoints/1", "allowNonRestoredState": true,
                 "claimMode": "CLAIM", "flinkConfiguration": {"pipeline.name": "Bestellungen ✓"}}
                """
                    .formatted(JOB)));
  }

  @Test
  void leaves_to_flink_what_is_not_said() throws Exception {
    RunJar run =
        new RunJar(
            JAR, new JobStart("v1_20", JOB, null, List.of(), null, null, true, "CLAIM", Map.of()));

    assertThat(json(run.body())).isEqualTo(json("{\"jobId\": \"" + JOB + "\"}"));
  }

  @ParameterizedTest
  @CsvSource({
    "v1_14, false, false, false",
    "v1_15, true, false, false",
    "v1_16, true, false, false",
    "v1_17, true, false, true",
    "v1_19, true, false, true",
    "v1_20, false, true, true",
    "v2_0, false, true, true",
    "v2_3, false, true, true"
  })
  void says_each_version_what_it_understands(
      String flink, boolean restoreMode, boolean claimMode, boolean configuration)
      throws Exception {
    JobStart job =
        new JobStart(
            flink, JOB, null, List.of(), 1, "file:/s", false, "NO_CLAIM", Map.of("a", "b"));
    JsonNode body = json(new RunJar(JAR, job).body());

    assertThat(body.has("restoreMode")).isEqualTo(restoreMode);
    assertThat(body.has("claimMode")).isEqualTo(claimMode);
    assertThat(body.has("flinkConfiguration")).isEqualTo(configuration);
    assertThat(job.takesConfiguration()).isEqualTo(configuration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x.jar", "a/b.jar", "a b.jar", "a?b", "ü.jar", ".jar"})
  void asks_for_no_jar_whose_id_would_be_another_path(String id) {
    assertThatThrownBy(() -> new DeleteJar(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.20", "v1.20", "v1_20_3"})
  void does_not_guess_a_version(String version) {
    assertThatThrownBy(
            () -> new JobStart(version, JOB, null, List.of(), null, null, false, null, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sends_a_jar_as_the_one_part_of_a_form(@TempDir Path folder) throws Exception {
    Path jar = Files.writeString(folder.resolve("other name"), "PK\r\n--content\r\n");
    AtomicReference<String> sent = new AtomicReference<>("");
    AtomicReference<String> type = new AtomicReference<>("");
    AtomicReference<String> length = new AtomicReference<>("");
    try (CallerBench bench = new CallerBench()) {
      bench.flink.on(
          "/jars/upload",
          exchange -> {
            type.set(exchange.getRequestHeaders().getFirst("Content-Type"));
            length.set(exchange.getRequestHeaders().getFirst("Content-Length"));
            sent.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer = FlinkStub.sample("2.3/jar-uploaded.json").getBytes(UTF_8);
            FlinkStub.send(exchange, 200, answer);
          });

      assertThat(bench.answer(new UploadJar(jar, "job.jar"))).endsWith("StateMachineExample.jar");
    }

    String form = Objects.requireNonNull(sent.get());
    String said = Objects.requireNonNull(type.get());
    assertThat(said).startsWith("multipart/form-data; boundary=flink-operator-");
    String boundary = said.substring(said.indexOf('=') + 1);
    assertThat(form)
        .isEqualTo(
            ("--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"job.jar\"\r\n"
                    + "Content-Type: application/x-java-archive\r\n\r\n"
                    + "PK\r\n--content\r\n\r\n--%s--\r\n")
                .formatted(boundary, boundary));
    assertThat(length.get()).isEqualTo(String.valueOf(form.length()));
  }

  @Test
  void gives_a_large_jar_more_time(@TempDir Path folder) throws Exception {
    Path jar = folder.resolve("large.jar");
    try (var file = new java.io.RandomAccessFile(jar.toFile(), "rw")) {
      file.setLength(300L << 20);
    }

    assertThat(new UploadJar(jar, "job.jar").timeLimit()).isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void lets_a_call_take_as_long_as_it_says(@TempDir Path folder) throws Exception {
    Path jar = Files.writeString(folder.resolve("x.jar"), "PK");
    try (CallerBench bench = new CallerBench()) {
      bench.use(RestSettings.defaults().withTimeouts(Duration.ofSeconds(3), Duration.ofMillis(1)));
      bench.flink.on("/jars/upload", 200, FlinkStub.sample("2.3/jar-uploaded.json"));

      assertThat(bench.answer(new UploadJar(jar, "job.jar"))).isNotEmpty();
    }
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
