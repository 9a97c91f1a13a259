package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One FlinkDeployment as its users see it: columns, names, scale, status. */
@ExtendWith(ApiServer.class)
class FlinkDeploymentIT {
  private final Running server;
  private final ObjectsOfOneKind deployments;

  FlinkDeploymentIT(Running server) {
    this.server = server;
    this.deployments = new ObjectsOfOneKind(server, Crd.FLINK_DEPLOYMENT);
  }

  @AfterEach
  void delete() {
    deployments.deleteAll();
  }

  @Test
  void is_found_by_short_name_and_category() {
    deployments.create("session");
    assertThat(server.kubectl("get", "flinkdep", "-o", "name")).contains("/session");
    assertThat(server.kubectl("get", "flink", "-o", "name")).contains("/session");
  }

  @Test
  void shows_its_state_in_columns() throws IOException {
    deployments.create("application");
    deployments.writeStatus("basic-example", "running");
    assertThat(deployments.table())
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("NAME READY LIFECYCLE JOB STATUS AGE"),
            row -> assertThat(row).startsWith("basic-example True STABLE RUNNING "));
  }

  @Test
  void shows_more_in_wide_columns() throws IOException {
    deployments.create("application");
    deployments.writeStatus("basic-example", "running");
    assertThat(deployments.table("-o", "wide"))
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
    deployments.create("mode-standalone");
    server.kubectl("scale", "flinkdep/mode-standalone", "--replicas=4");
    assertThat(scale("mode-standalone")).contains("\"spec\":{\"replicas\":4}");
  }

  /**
   * So the API server answers for every custom resource. A default would cure it, but would also
   * decide the parallelism of every job.
   */
  @Test
  void has_no_scale_where_the_number_of_task_managers_is_left_to_the_job() {
    deployments.create("session");
    assertThatThrownBy(() -> scale("session"))
        .hasMessageContaining("\".spec.taskManager.replicas\" does not exist");
  }

  @Test
  void says_when_new_that_the_operator_has_not_seen_it() {
    deployments.create("session");
    assertThat(deployments.status("session").toString()).isEqualTo("{\"observedGeneration\":-1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "apache-0.1", "apache-1.3", "apache-1.15"})
  void keeps_statuses_of_all_times_unchanged(String status) throws IOException {
    deployments.create("session");
    var written = deployments.writeStatus("session", status);
    assertThat(deployments.status("session")).isEqualTo(written);
  }

  private String scale(String name) {
    return server.kubectl(
        "get",
        "--raw",
        "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments/" + name + "/scale");
  }
}
