package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One FlinkSessionJob as its users see it: columns, names, status. */
@ExtendWith(ApiServer.class)
class FlinkSessionJobIT {
  private final Running server;
  private final ObjectsOfOneKind jobs;

  FlinkSessionJobIT(Running server) {
    this.server = server;
    this.jobs = new ObjectsOfOneKind(server, Crd.FLINK_SESSION_JOB);
  }

  @AfterEach
  void delete() {
    jobs.deleteAll();
  }

  @Test
  void is_found_by_short_name_and_category() {
    jobs.create("session-job");
    assertThat(server.kubectl("get", "sessionjob", "-o", "name")).contains("/session-job");
    assertThat(server.kubectl("get", "flink", "-o", "name")).contains("/session-job");
  }

  @Test
  void shows_its_state_and_its_cluster_in_columns() throws IOException {
    jobs.create("session-job");
    jobs.writeStatus("session-job", "running");
    assertThat(jobs.table())
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("NAME READY LIFECYCLE JOB STATUS CLUSTER AGE"),
            row ->
                assertThat(row)
                    .startsWith(
                        "session-job True STABLE RUNNING basic-session-deployment-example "));
  }

  @Test
  void shows_more_in_wide_columns() throws IOException {
    jobs.create("session-job");
    jobs.writeStatus("session-job", "running");
    assertThat(jobs.table("-o", "wide"))
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "NAME READY LIFECYCLE JOB STATUS CLUSTER UPGRADE MODE PARALLELISM JOB ID"
                            + " REASON AGE"),
            row ->
                assertThat(row)
                    .startsWith(
                        "session-job True STABLE RUNNING basic-session-deployment-example stateless"
                            + " 4 4a3a3b3c3d3e3f404142434445464748 JobRunning "));
  }

  @Test
  void says_when_new_that_the_operator_has_not_seen_it() {
    jobs.create("session-job");
    assertThat(jobs.status("session-job").toString()).isEqualTo("{\"observedGeneration\":-1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "running",
        "submitting",
        "apache-1.3",
        "apache-1.10",
        "apache-1.15",
        "apache-1.15-created"
      })
  void keeps_statuses_of_all_times_unchanged(String status) throws IOException {
    jobs.create("session-job");
    var written = jobs.writeStatus("session-job", status);
    assertThat(jobs.status("session-job")).isEqualTo(written);
  }
}
