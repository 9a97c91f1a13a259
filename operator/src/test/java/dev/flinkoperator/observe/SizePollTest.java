package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.ClusterSize;
import dev.flinkoperator.observe.view.ClusterSizeView;
import org.junit.jupiter.api.Test;

/** How large a session cluster is. */
class SizePollTest {

  private final PollerBench bench = new PollerBench();

  @Test
  void a_session_cluster_is_asked_along_with_its_jobs_and_a_change_wakes_the_resource() {
    follow(new ClusterSize(1, 2, 2));
    assertThat(bench.reached().size()).isEqualTo(new ClusterSizeView(1, 2, 2));
    bench.changed.clear();
    bench.flink.asked.clear();

    bench.flink.size(new ClusterSize(2, 4, 0));
    bench.pass(15);

    assertThat(bench.changed).containsExactly(FD);
    assertThat(bench.reached().size()).isEqualTo(new ClusterSizeView(2, 4, 0));
    assertThat(bench.flink.names()).containsExactly("jobs-overview", "overview");
    bench.changed.clear();
    bench.pass(60);
    assertThat(bench.changed).isEmpty();
  }

  @Test
  void a_cluster_that_tells_its_jobs_but_not_its_size_is_as_large_as_it_was() {
    follow(new ClusterSize(1, 2, 2));

    bench.flink.size(null);
    bench.pass(30);

    assertThat(bench.reached().size()).isEqualTo(new ClusterSizeView(1, 2, 2));
  }

  @Test
  void an_application_is_not_asked() {
    bench.settle();

    bench.pass(60);

    assertThat(bench.flink.names()).containsOnly("jobs-overview");
    assertThat(bench.reached().size()).isNull();
  }

  private void follow(ClusterSize size) {
    bench.flink.runs(A, job("1", "RUNNING"));
    bench.flink.size(size);
    bench.poller.follow(
        FD,
        new PollTarget(A, "uid-1", Pace.STABLE, null, CheckpointsAge.DEFAULT, null, null, true));
    bench.pass(30);
  }
}
