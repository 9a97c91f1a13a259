package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One FlinkStateSnapshot as its users see it: columns, names, status. */
@ExtendWith(ApiServer.class)
class FlinkStateSnapshotIT {
  private final Running server;
  private final ObjectsOfOneKind snapshots;

  FlinkStateSnapshotIT(Running server) {
    this.server = server;
    this.snapshots = new ObjectsOfOneKind(server, Crd.FLINK_STATE_SNAPSHOT);
  }

  @AfterEach
  void delete() {
    snapshots.deleteAll();
  }

  @Test
  void is_found_by_short_name_and_category() {
    snapshots.create("checkpoint");
    assertThat(server.kubectl("get", "flinksnp", "-o", "name")).contains("/checkpoint");
    assertThat(server.kubectl("get", "flink", "-o", "name")).contains("/checkpoint");
  }

  @Test
  void shows_its_state_and_path_in_columns() throws IOException {
    snapshots.create("savepoint");
    snapshots.writeStatus("savepoint", "completed");
    assertThat(snapshots.table())
        .satisfiesExactly(
            head -> assertThat(head).isEqualTo("NAME READY SNAPSHOT STATE JOB PATH AGE"),
            row ->
                assertThat(row)
                    .startsWith(
                        "savepoint True COMPLETED example-deployment"
                            + " s3://bucket/savepoints/savepoint-4a3a3b-1c2d3e "));
  }

  @Test
  void shows_more_in_wide_columns() throws IOException {
    snapshots.create("savepoint");
    snapshots.writeStatus("savepoint", "completed");
    assertThat(snapshots.table("-o", "wide"))
        .satisfiesExactly(
            head ->
                assertThat(head)
                    .isEqualTo(
                        "NAME READY SNAPSHOT STATE JOB PATH JOB KIND RESULT TIMESTAMP FAILURES"
                            + " REASON AGE"),
            row -> assertThat(row).contains(" FlinkDeployment 2026-01-02T00:00:05Z 1 Completed "));
  }

  @Test
  void says_when_new_that_the_operator_has_not_seen_it() {
    snapshots.create("checkpoint");
    assertThat(snapshots.status("checkpoint").toString()).isEqualTo("{\"observedGeneration\":-1}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "completed",
        "retrying",
        "disposing",
        "apache-1.10",
        "apache-1.15",
        "apache-1.15-abandoned"
      })
  void keeps_statuses_of_all_times_unchanged(String status) throws IOException {
    snapshots.create("savepoint");
    var written = snapshots.writeStatus("savepoint", status);
    assertThat(snapshots.status("savepoint")).isEqualTo(written);
  }
}
