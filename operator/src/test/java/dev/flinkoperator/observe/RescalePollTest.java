package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.changed;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.VertexView;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** How parallel a job runs is asked until it is as wanted, and again when the job has changed. */
@NullUnmarked
class RescalePollTest {

  private static final String VERTEX = id("ab");

  private final PollerBench bench = new PollerBench();

  @Test
  void tells_the_bounds_alone_while_they_are_not_as_wanted() {
    bench.flink.vertex(VERTEX, 1, 2, 2);

    follow(3);

    assertThat(view().vertices()).containsExactly(Map.entry(VERTEX, new VertexView("", 1, 2, 0)));
    assertThat(bench.flink.count("job-vertices")).isZero();
  }

  @Test
  void costs_nothing_once_the_job_runs_as_wanted() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(2);
    bench.pass(30);
    bench.flink.asked.clear();

    bench.pass(120);

    assertThat(view().vertices())
        .containsExactly(Map.entry(VERTEX, new VertexView("source", 1, 2, 2)));
    assertThat(bench.flink.names()).containsOnly("jobs-overview");
  }

  @Test
  void asks_anew_when_a_task_of_the_job_has_changed_and_wakes_the_resource_for_news() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(2);
    bench.pass(60);
    bench.changed.clear();

    bench.flink.vertex(VERTEX, 1, 2, 1);
    bench.flink.runs(A, changed("1", 90));
    bench.pass(16);

    assertThat(view().vertices().get(VERTEX).parallelism()).isEqualTo(1);
    assertThat(bench.changed).contains(FD);
  }

  @Test
  void takes_no_answer_for_the_last_that_Flink_may_have_given_from_its_cache() {
    bench.flink.vertex(VERTEX, 1, 2, 1);
    follow(2);
    bench.flink.vertex(VERTEX, 1, 2, 2);

    bench.pass(30);

    assertThat(view().vertices().get(VERTEX).parallelism()).isEqualTo(2);
  }

  @Test
  void a_refusal_is_believed_when_it_is_heard_twice() {
    bench.flink.refusesBounds(404);
    follow(3);
    assertThat(bench.poller.seen(FD).rescale()).isNull();

    bench.pass(16);

    assertThat(view().refusal()).contains("no such thing");
    bench.flink.asked.clear();
    bench.pass(60);
    assertThat(bench.flink.names()).containsOnly("jobs-overview");
  }

  @Test
  void no_answer_is_no_refusal() {
    bench.flink.noBounds();

    follow(3);
    bench.pass(60);

    assertThat(bench.poller.seen(FD).rescale()).isNull();
  }

  @Test
  void other_targets_are_another_question() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(2);

    bench.poller.follow(FD, target(3));
    bench.pass(16);

    assertThat(view().question()).isEqualTo(question(3));
  }

  @Test
  void that_it_will_not_take_the_bounds_stands_until_others_are_wanted() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(3);
    bench.changed.clear();

    bench.poller.rescaled(FD, question(3), "too many");
    bench.pass(40);
    assertThat(view().refusal()).isEqualTo("too many");
    assertThat(view().vertices().get(VERTEX).upper()).isEqualTo(2);
    assertThat(bench.changed).contains(FD);

    bench.poller.follow(FD, target(4));
    bench.pass(16);
    assertThat(view().refusal()).isNull();
  }

  @Test
  void that_it_would_not_take_the_bounds_is_forgotten_where_it_has_them() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(3);
    bench.poller.rescaled(FD, question(3), "too many");

    bench.flink.vertex(VERTEX, 1, 3, 3);
    bench.pass(16);

    assertThat(view().refusal()).isNull();
  }

  @Test
  void asks_at_once_what_Flink_makes_of_the_bounds_it_has_taken() {
    bench.flink.vertex(VERTEX, 1, 2, 2);
    follow(3);

    bench.flink.vertex(VERTEX, 1, 3, 2);
    bench.poller.rescaled(FD, question(3), null);
    bench.pass(0.1);

    assertThat(view().vertices().get(VERTEX).upper()).isEqualTo(3);
  }

  @Test
  void a_job_that_does_not_run_is_not_asked() {
    bench.flink.runs(A, job("1", "CREATED"));
    bench.poller.follow(FD, target(3));

    bench.pass(30);

    assertThat(bench.flink.names()).doesNotContain("resource-requirements");
  }

  private void follow(int parallelism) {
    bench.flink.runs(A, changed("1", 1));
    bench.poller.follow(FD, target(parallelism));
    bench.pass(1);
  }

  private static PollTarget target(int parallelism) {
    return new PollTarget(
        A,
        "uid-1",
        Pace.STABLE,
        null,
        CheckpointsAge.DEFAULT,
        null,
        null,
        question(parallelism),
        false);
  }

  private static RescaleQuestion question(int parallelism) {
    return new RescaleQuestion(id("1"), new TreeMap<>(Map.of(VERTEX, parallelism)));
  }

  private RescaleView view() {
    return bench.poller.seen(FD).rescale();
  }
}
