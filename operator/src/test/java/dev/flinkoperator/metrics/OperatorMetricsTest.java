package dev.flinkoperator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private final OperatorMetrics metrics = new OperatorMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void resources_are_counted_by_state_and_forgotten_when_gone() {
    metrics.states().observed("FlinkDeployment", "jobs", "a", "STABLE", true, "RUNNING");
    metrics.states().observed("FlinkDeployment", "jobs", "b", "STABLE", true, "RUNNING");
    metrics.states().observed("FlinkDeployment", "jobs", "c", "CREATED", false, "");
    assertThat(metrics.scrape().lines())
        .contains(
            "flink_operator_resources{kind=\"FlinkDeployment\",lifecycle=\"STABLE\",namespace=\"jobs\",ready=\"true\"} 2.0",
            "flink_operator_resources{kind=\"FlinkDeployment\",lifecycle=\"CREATED\",namespace=\"jobs\",ready=\"false\"} 1.0",
            "flink_operator_jobs{kind=\"FlinkDeployment\",namespace=\"jobs\",state=\"RUNNING\"} 2.0",
            "flink_operator_jobs{kind=\"FlinkDeployment\",namespace=\"jobs\",state=\"NONE\"} 1.0");

    metrics.states().observed("FlinkDeployment", "jobs", "c", "STABLE", true, "RUNNING");
    metrics.states().removed("FlinkDeployment", "jobs", "a");
    assertThat(metrics.scrape())
        .contains("ready=\"true\"} 2.0")
        .doesNotContain("CREATED")
        .doesNotContain("NONE");
  }

  @Test
  void a_state_snapshot_counts_by_its_own_state_and_as_no_job() {
    metrics.states().observed("FlinkStateSnapshot", "jobs", "a", "COMPLETED", true);

    assertThat(metrics.scrape())
        .contains(
            "flink_operator_resources{kind=\"FlinkStateSnapshot\",lifecycle=\"COMPLETED\",namespace=\"jobs\",ready=\"true\"} 1.0")
        .doesNotContain("flink_operator_jobs{");
  }

  @Test
  void calls_of_flink_are_timed_by_endpoint_and_outcome() {
    metrics.flinkCall("jobs-overview", "ok", 2_000_000_000L);
    assertThat(metrics.scrape().lines())
        .contains(
            "flink_operator_flink_requests_seconds_count{endpoint=\"jobs-overview\",outcome=\"ok\"} 1",
            "flink_operator_flink_requests_seconds_sum{endpoint=\"jobs-overview\",outcome=\"ok\"} 2.0");
  }

  @Test
  void the_page_of_metrics_names_all_of_the_operators_own() throws IOException {
    metrics.states().observed("FlinkDeployment", "jobs", "a", "STABLE", true, "RUNNING");
    metrics.flinkCall("jobs-overview", "ok", 1);
    var page = Files.readString(Path.of("..", "docs", "metrics.md"));
    // Counted by a request only: see ApiServerCallsIT.
    var documented = names(page);
    documented.remove("flink_operator_kubernetes_requests_total");

    assertThat(names(metrics.scrape())).isEqualTo(documented);
  }

  private static TreeSet<String> names(String text) {
    var names = new TreeSet<String>();
    var found = Pattern.compile("\\bflink_operator_[a-z_]+").matcher(text);
    while (found.find()) {
      names.add(found.group());
    }
    return names;
  }
}
