package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.RestartsQuestion;
import dev.flinkoperator.observe.view.RestartsView;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How restarts are counted within a window. */
class RestartPollTest {

  private static final RestartsQuestion QUESTION =
      new RestartsQuestion(id("1"), Duration.ofMinutes(2));

  private final PollerBench bench = new PollerBench();

  @Test
  void what_happened_before_the_first_answer_does_not_count() {
    follow(40);

    assertThat(count()).isEqualTo(0);
  }

  @Test
  void wakes_the_resource_for_restarts_and_forgets_those_that_are_long_ago() {
    follow(40);
    bench.changed.clear();

    bench.flink.restarts(43);
    bench.pass(15);
    assertThat(count()).isEqualTo(3);
    assertThat(bench.changed).containsExactly(FD);

    bench.pass(60);
    bench.flink.restarts(44);
    bench.pass(15);
    assertThat(count()).isEqualTo(4);

    bench.pass(75);
    assertThat(count()).isEqualTo(1);
    bench.pass(90);
    assertThat(count()).isEqualTo(0);
  }

  @Test
  void another_JobManager_that_counts_from_the_beginning_is_no_surprise() {
    follow(40);

    bench.flink.restarts(1);
    bench.pass(15);

    assertThat(count()).isEqualTo(0);
  }

  @Test
  void a_count_that_Flink_does_not_know_yet_leaves_what_is_known() {
    follow(40);
    bench.flink.restarts(42);
    bench.pass(15);

    bench.flink.restarts(-1);
    bench.pass(15);

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void nobody_is_asked_where_nobody_wants_to_know() {
    bench.settle();

    bench.pass(60);

    assertThat(bench.flink.names()).containsOnly("jobs-overview");
  }

  private void follow(long restarts) {
    bench.flink.runs(A, job("1", "RUNNING"));
    bench.flink.restarts(restarts);
    bench.poller.follow(
        FD, new PollTarget(A, "uid-1", Pace.STABLE, null, CheckpointsAge.DEFAULT, null, QUESTION));
    bench.pass(30);
  }

  private long count() {
    RestartsView view = bench.poller.seen(FD).restarts();
    return view == null ? -1 : view.restarts();
  }
}
