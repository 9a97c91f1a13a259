package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Flink 1.20.3 and 2.3.0 answered, traces shortened. */
class JarAnswersTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String JAR = "a29c3f7e-1ba3-424d-ab3b-c347754a18b6_job.jar";
  private static final String RUN = "/jars/" + JAR + "/run";

  private CallerBench bench;

  @BeforeEach
  void start() throws IOException {
    bench = new CallerBench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_the_list_of_jars(String flink) throws Exception {
    List<JarOnCluster> jars = new ListJars().read(json(flink + "/jars.json"));

    assertThat(jars).extracting(JarOnCluster::name).containsExactly("StateMachineExample.jar");
    assertThat(jars.get(0).id()).endsWith("_StateMachineExample.jar").hasSize(60);
    assertThat(jars.get(0).uploaded()).isAfter(Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_the_id_of_an_uploaded_jar_from_its_path(String flink, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("x"), "x");

    String id = new UploadJar(file, "job.jar").read(json(flink + "/jar-uploaded.json"));

    assertThat(id).matches("[0-9a-f-]{36}_StateMachineExample\\.jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"filename\": \"/a/\"}", "{\"filename\": \"/a/b?c\"}"})
  void takes_no_id_that_could_not_be_asked_for(String answer) {
    UploadJar upload = new UploadJar(Path.of("x"), "job.jar");

    assertThatThrownBy(() -> upload.read(new ObjectMapper().readTree(answer)))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_that_a_job_was_started(String flink) throws Exception {
    assertThat(run().read(json(flink + "/jar-run.json"))).isEqualTo(RunAnswer.STARTED);
  }

  @Test
  void does_not_take_another_job_for_the_one_it_asked_for() {
    assertThatThrownBy(
            () ->
                run().read(new ObjectMapper().readTree("{\"jobid\": \"" + "0".repeat(32) + "\"}")))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_that_flink_knows_the_job_already(String flink) throws Exception {
    bench.flink.on(RUN, 400, FlinkStub.sample(flink + "/jar-run-duplicate.json"));

    assertThat(bench.answer(run())).isEqualTo(RunAnswer.DUPLICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void reads_that_the_jar_is_gone_however_long_its_path_is(String flink) throws Exception {
    String path = "upload/" + "long-name-of-a-folder/".repeat(20);
    String answer = FlinkStub.sample(flink + "/jar-run-no-jar.json").replace("upload/", path);
    bench.flink.on(RUN, 500, answer);

    assertThat(bench.answer(run())).isEqualTo(RunAnswer.JAR_MISSING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void says_that_the_main_class_is_not_there(String flink) {
    bench.flink.on(RUN, 500, FlinkStub.sample(flink + "/jar-run-no-class.json"));

    assertThat(bench.failure(run()).reason())
        .isEqualTo(
            "ProgramInvocationException: The program's entry point class 'org.example.NoSuchJob'"
                + " was not found in the jar file; caused by ClassNotFoundException:"
                + " org.example.NoSuchJob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void says_that_the_savepoint_is_not_there(String flink) {
    bench.flink.on(RUN, 400, FlinkStub.sample(flink + "/jar-run-no-savepoint.json"));

    assertThat(bench.failure(run()).reason())
        .isEqualTo(
            "JobInitializationException: Could not start the JobMaster; caused by"
                + " FileNotFoundException: Cannot find checkpoint or savepoint file/directory"
                + " 'file:/savepoints/gone' on file system 'file'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.20", "2.3"})
  void takes_a_jar_that_is_gone_for_deleted(String flink) throws Exception {
    bench.flink.on("/jars/" + JAR, 400, FlinkStub.sample(flink + "/jar-delete-no-jar.json"));

    assertThat(bench.answer(new DeleteJar(JAR))).isFalse();
  }

  @Test
  void says_that_the_cluster_takes_no_jars() {
    assertThat(bench.failure(new ListJars()).reason()).contains("web.submit.enable");
  }

  private static RunJar run() {
    return new RunJar(
        JAR, new JobStart("v2_3", JOB, null, List.of(), null, null, false, null, Map.of()));
  }

  private static JsonNode json(String sample) throws IOException {
    return new ObjectMapper().readTree(FlinkStub.sample(sample));
  }
}
