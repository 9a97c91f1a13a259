package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One FlinkDeployment as its users see it: columns, names, scale, status. */
@ExtendWith(ApiServer.class)
class FlinkDeploymentIT {
  private final Running server;

  FlinkDeploymentIT(Running server) {
    this.server = server;
  }

  @AfterEach
  void delete() {
    server.kubectl("delete", "flinkdeployments", "--all");
  }

  @Test
  void is_found_by_short_name_and_category() {
    create("session");
    assertThat(server.kubectl("get", "flinkdep", "-o", "name")).contains("/session");
    assertThat(server.kubectl("get", "flink", "-o", "name")).contains("/session");
  }

  @Test
  void shows_its_state_in_columns() throws IOException {
    create("application");
    patchStatus("basic-example", "running");
    assertThat(server.kubectl("get", "flinkdep").lines().map(FlinkDeploymentIT::words))
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("NAME READY LIFECYCLE JOB STATUS AGE"),
            row -> assertThat(row).startsWith("basic-example True STABLE RUNNING "));
  }

  @Test
  void shows_more_in_wide_columns() throws IOException {
    create("application");
    patchStatus("basic-example", "running");
    assertThat(
            server.kubectl("get", "flinkdep", "-o", "wide").lines().map(FlinkDeploymentIT::words))
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "NAME READY LIFECYCLE JOB STATUS FLINK VERSION UPGRADE MODE PARALLELISM"
                            + " JOB ID REASON AGE"),
            row ->
                assertThat(row)
                    .startsWith(
                        "basic-example True STABLE RUNNING v1_20 stateless 2"
                            + " 4a3a3b3c3d3e3f404142434445464748 JobRunning "));
  }

  @Test
  void can_be_scaled_where_the_number_of_task_managers_is_given() {
    create("mode-standalone");
    server.kubectl("scale", "flinkdep/mode-standalone", "--replicas=4");
    assertThat(scale("mode-standalone")).contains("\"spec\":{\"replicas\":4}");
  }

  /**
   * So the API server answers for every custom resource. A default would cure it, but would also
   * decide the parallelism of every job.
   */
  @Test
  void has_no_scale_where_the_number_of_task_managers_is_left_to_the_job() {
    create("session");
    assertThatThrownBy(() -> scale("session"))
        .hasMessageContaining("\".spec.taskManager.replicas\" does not exist");
  }

  @Test
  void says_when_new_that_the_operator_has_not_seen_it() {
    create("session");
    assertThat(status("session").toString()).isEqualTo("{\"observedGeneration\":-1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "apache-0.1", "apache-1.3", "apache-1.15"})
  void keeps_statuses_of_all_times_unchanged(String status) throws IOException {
    create("session");
    var written = patchStatus("session", status);
    assertThat(status("session")).isEqualTo(written);
  }

  private void create(String sample) {
    server.kubectl("apply", "-f", "valid/" + sample + ".yaml");
  }

  private String scale(String name) {
    return server.kubectl(
        "get",
        "--raw",
        "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments/" + name + "/scale");
  }

  private JsonNode patchStatus(String name, String file) throws IOException {
    var patch = Path.of("src/test/resources/status", file + ".json");
    server.kubectl(
        "patch",
        "flinkdep",
        name,
        "--subresource=status",
        "--type=merge",
        "--patch-file",
        "" + patch);
    return Crd.parse(Files.readString(patch)).path("status");
  }

  private JsonNode status(String name) {
    return Crd.parse(server.kubectl("get", "flinkdep", name, "-o", "jsonpath={.status}"));
  }

  private static String words(String columns) {
    return columns.strip().replaceAll("\\s+", " ");
  }
}
