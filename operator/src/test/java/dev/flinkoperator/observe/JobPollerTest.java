package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.B;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.ManualTimer.START;
import static dev.flinkoperator.observe.Pace.MOVING;
import static dev.flinkoperator.observe.Pace.STABLE;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.ClusterFacts;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Reached;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When it asks, what it tells, and what it forgets. */
class JobPollerTest {
  private final PollerBench bench = new PollerBench();
  private final ManualTimer time = bench.time;
  private final FakeFlink flink = bench.flink;
  private final List<ResourceID> changed = bench.changed;
  private final JobPoller poller = bench.poller;

  @Test
  void knows_nothing_of_what_it_does_not_follow() {
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
  }

  @Test
  void asks_at_once_and_tells_of_the_first_answer() {
    flink.runs(A, job("1", "RUNNING"));

    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    bench.pass(0);

    assertThat(poller.last(FD))
        .isEqualTo(
            new Reached(
                List.of(
                    new JobView(
                        id("1"),
                        "job 1",
                        "RUNNING",
                        START,
                        Instant.EPOCH.plusSeconds(1),
                        null,
                        null)),
                new ClusterFacts("1.20.0", "b1fe7b4")));
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void at_rest_makes_one_request_in_fifteen_seconds_and_tells_nobody() {
    bench.settle();

    bench.pass(3600);

    assertThat(flink.names()).hasSize(240).containsOnly("jobs-overview");
    assertThat(changed).isEmpty();
  }

  @Test
  void asks_for_the_version_once_for_each_epoch() {
    bench.settle();
    bench.pass(60);
    assertThat(flink.count("config")).isZero();

    poller.follow(FD, new PollTarget(A, "uid-2", STABLE));
    bench.pass(60);

    assertThat(flink.count("config")).isOne();
  }

  @Test
  void sees_a_change_within_fifteen_seconds_at_rest() {
    bench.settle();
    flink.runs(A, job("1", "RESTARTING"));

    bench.pass(15);

    assertThat(bench.reached().job(id("1"))).map(JobView::state).contains("RESTARTING");
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void asks_each_second_while_something_moves_and_soon_after_it_begins_to() {
    bench.settle();
    bench.pass(2);
    long before = flink.asked.size();

    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));
    bench.pass(0);
    assertThat(flink.asked).hasSize((int) before + 1);
    bench.pass(10);

    assertThat(flink.asked).hasSize((int) before + 11);
  }

  @Test
  void returns_to_its_own_grid_when_nothing_moves_any_more() {
    bench.settle();
    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));
    bench.pass(7);
    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
    flink.asked.clear();

    bench.pass(150);

    assertThat(flink.asked).hasSize(10);
  }

  @Test
  void does_not_ask_more_often_because_it_is_told_again_and_again_to_follow() {
    bench.settle();

    for (int i = 0; i < 600; i++) {
      poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
      bench.pass(0.1);
    }

    assertThat(flink.asked).hasSize(4);
    assertThat(time.waiting()).isOne();
  }

  @Test
  void has_one_question_in_flight_whatever_is_asked_of_it() {
    flink.falls_silent();
    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
    for (int i = 0; i < 100; i++) {
      poller.follow(FD, new PollTarget(A, "uid-1", i % 2 == 0 ? MOVING : STABLE));
      bench.pass(1);
    }

    assertThat(flink.asked).hasSize(1);
  }

  @Test
  void forgets_the_answers_of_an_older_epoch_and_asks_the_new_one_at_once() {
    bench.settle();
    flink.runs(A, job("2", "CREATED"));

    poller.follow(FD, new PollTarget(A, "uid-2", STABLE));
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    bench.pass(0);

    assertThat(bench.reached().jobs()).extracting(JobView::state).containsExactly("CREATED");
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void drops_the_late_answer_of_an_older_address() {
    flink.falls_silent();
    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));
    bench.pass(0);
    FakeFlink.Asked old = flink.latest();
    flink.recovers();
    flink.runs(B, job("b", "RUNNING"));

    poller.follow(FD, new PollTarget(B, "uid-1", MOVING));
    bench.pass(0);
    assertThat(old.answer()).isCancelled();
    old.answer().obtrudeValue(List.of(job("a", "RUNNING")));
    bench.pass(0.5);

    assertThat(bench.reached().jobs()).extracting(JobView::jobId).containsExactly(id("b"));
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void drops_an_answer_that_waits_for_the_timer_when_the_epoch_changes() {
    flink.falls_silent();
    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));
    bench.pass(0);
    flink.latest().answer().complete(List.of(job("a", "RUNNING")));
    flink.latest().answer().complete(FakeFlink.BUILD);

    poller.follow(FD, new PollTarget(A, "uid-2", MOVING));
    bench.pass(60);

    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    assertThat(changed).isEmpty();
  }

  @Test
  void drops_the_answer_for_a_resource_that_is_forgotten() {
    flink.falls_silent();
    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));
    bench.pass(0);

    poller.forget(FD);
    bench.pass(60);

    assertThat(flink.latest().answer()).isCancelled();
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    assertThat(changed).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void asks_nothing_more_when_closed() {
    bench.settle();

    poller.close();
    poller.follow(FD, new PollTarget(B, "uid-9", MOVING));
    bench.pass(600);

    assertThat(flink.asked).isEmpty();
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
  }
}
