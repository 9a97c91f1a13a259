package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.Pace.MOVING;
import static dev.flinkoperator.observe.Pace.STABLE;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.CompletedCheckpoint;
import dev.flinkoperator.flinkrest.JobCheckpoints;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is heard of a job's checkpoints, and when the resource is woken for it. */
class CheckpointPollTest {
  private static final Instant STARTED = Instant.EPOCH.plusSeconds(1);

  private final PollerBench bench = new PollerBench();
  private final FakeFlink flink = bench.flink;
  private final List<ResourceID> changed = bench.changed;

  @Test
  void costs_a_second_request_an_interval_and_wakes_nobody_for_one_more_checkpoint() {
    flink.completed(checkpoint(1));
    follow("1", STABLE);
    bench.pass(30);
    flink.asked.clear();
    changed.clear();

    for (int i = 2; i <= 61; i++) {
      flink.completed(checkpoint(i));
      bench.pass(15);
    }

    assertThat(flink.count("jobs-overview")).isEqualTo(60);
    assertThat(flink.count("checkpoints")).isEqualTo(60);
    assertThat(flink.asked).hasSize(120);
    assertThat(changed).isEmpty();
    assertThat(seen()).isEqualTo(view(false, view(61), null));
  }

  @Test
  void asks_for_the_checkpoints_of_nobody_who_is_not_to_be_asked_for() {
    bench.settle();

    bench.pass(150);

    assertThat(flink.names()).hasSize(10).containsOnly("jobs-overview");
    assertThat(bench.poller.seen(FD).checkpoints()).isNull();
  }

  @Test
  void wakes_the_resource_for_the_first_checkpoint() {
    follow("1", STABLE);
    bench.pass(30);
    changed.clear();
    assertThat(seen()).isEqualTo(view(false, null, null));

    flink.completed(checkpoint(1));
    bench.pass(15);

    assertThat(changed).containsExactly(FD);
    assertThat(seen().newest()).isEqualTo(view(1));
  }

  @Test
  void asks_soon_when_it_is_to_ask_for_checkpoints_from_now_on() {
    bench.settle();
    flink.completed(checkpoint(1));

    follow("1", STABLE);
    bench.pass(0);

    assertThat(seen().newest()).isEqualTo(view(1));
  }

  @Test
  void asks_an_ended_job_once_more_when_no_answer_can_be_from_before_its_end() {
    flink.completed(checkpoint(4));
    follow("1", MOVING);
    bench.pass(10);
    changed.clear();
    flink.runs(A, job("1", "CANCELED"));
    while (changed.isEmpty()) {
      bench.pass(0.01);
    }
    flink.asked.clear();
    changed.clear();
    flink.completed(checkpoint(5));

    bench.pass(2.9);
    assertThat(flink.count("checkpoints")).isZero();
    assertThat(seen().afterEnd()).isFalse();
    bench.pass(0.1);

    assertThat(seen()).isEqualTo(view(true, view(5), null));
    assertThat(changed).containsExactly(FD);
    bench.pass(60);
    assertThat(flink.count("checkpoints")).isOne();
  }

  @Test
  void comes_back_for_the_last_answer_though_nothing_moves_and_again_if_it_gets_none() {
    follow("1", STABLE);
    bench.pass(30);
    flink.runs(A, job("1", "FINISHED"));
    flink.completed(null);
    bench.pass(15);
    flink.asked.clear();

    bench.pass(60);
    assertThat(flink.count("checkpoints")).isBetween(3L, 6L);
    flink.completed(checkpoint(5));
    bench.pass(15);

    assertThat(seen()).isEqualTo(view(true, view(5), null));
  }

  @Test
  void keeps_what_was_the_newest_before_the_job_was_started_anew() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);
    changed.clear();
    flink.runs(A, job("1", "RUNNING", 100));
    flink.completed(checkpoint(3));

    bench.pass(15);

    Instant restarted = Instant.EPOCH.plusSeconds(100);
    assertThat(seen())
        .isEqualTo(new CheckpointsView(id("1"), restarted, false, view(3), view(50), null));
    assertThat(changed).containsExactly(FD);

    flink.runs(A, job("1", "RUNNING", 200));
    flink.completed(new JobCheckpoints(null, null));
    bench.pass(15);

    assertThat(seen().newest()).isNull();
    assertThat(seen().beforeRestart()).isEqualTo(view(50));
  }

  @Test
  void keeps_what_was_the_newest_though_the_job_that_began_anew_cannot_be_asked_yet() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);
    flink.runs(A, job("1", "INITIALIZING", 100));
    flink.completed(null);

    bench.pass(15);

    assertThat(seen().newest()).isNull();
    assertThat(seen().beforeRestart()).isEqualTo(view(50));
  }

  @Test
  void misses_nothing_where_high_availability_lets_the_new_run_go_on() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);
    flink.runs(A, job("1", "RUNNING", 100));
    CompletedCheckpoint restored =
        new CompletedCheckpoint(50, "s3://chk-50", Instant.EPOCH.plusSeconds(100), false);
    flink.completed(new JobCheckpoints(null, restored));

    bench.pass(15);

    assertThat(seen().newest()).isEqualTo(view(50));
    assertThat(seen().beforeRestart()).isNull();
    flink.completed(new JobCheckpoints(checkpoint(51).newest(), restored));
    bench.pass(15);
    assertThat(seen().newest()).isEqualTo(view(51));
  }

  @Test
  void does_not_take_the_first_answer_of_a_job_that_began_anew_for_one_of_the_former_run() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);

    // The jobs were told by the JobManager of before, the checkpoints by the one after.
    flink.completed(checkpoint(3));
    bench.pass(15);
    flink.runs(A, job("1", "RUNNING", 100));
    bench.pass(15);

    assertThat(seen().beforeRestart()).isEqualTo(view(50));
    assertThat(seen().newest()).isEqualTo(view(3));
  }

  @Test
  void a_start_time_that_flink_does_not_tell_is_no_new_start() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);
    flink.runs(
        A, new dev.flinkoperator.flinkrest.JobSummary(id("1"), "", "RUNNING", null, null, null));

    bench.pass(15);

    assertThat(seen().newest()).isEqualTo(view(50));
    assertThat(seen().beforeRestart()).isNull();
  }

  @Test
  void forgets_all_of_it_with_the_job_and_with_the_cluster() {
    flink.completed(checkpoint(50));
    follow("1", STABLE);
    bench.pass(30);
    flink.runs(A, job("1", "RUNNING", 100));
    bench.pass(15);
    flink.runs(A, job("2", "RUNNING"));
    flink.completed(checkpoint(2));

    follow("2", STABLE);
    bench.pass(15);
    assertThat(seen()).isEqualTo(new CheckpointsView(id("2"), STARTED, false, view(2), null, null));

    bench.poller.follow(
        FD, new PollTarget(A, "uid-2", STABLE, id("2"), Duration.ofSeconds(3), null));
    assertThat(bench.poller.seen(FD).checkpoints()).isNull();
    bench.poller.forget(FD);
    assertThat(bench.poller.seen(FD)).isEqualTo(ClusterSeen.NOTHING);
  }

  @Test
  void tells_what_the_job_was_restored_from() {
    flink.completed(
        new JobCheckpoints(
            null, new CompletedCheckpoint(7, "s3://a", Instant.EPOCH.plusSeconds(9), true)));
    follow("1", STABLE);
    bench.pass(15);

    CheckpointView restored = new CheckpointView(7, "s3://a", Instant.EPOCH.plusSeconds(9), true);
    assertThat(seen().newest()).isNull();
    assertThat(seen().restored()).isEqualTo(restored);
  }

  @Test
  void waits_as_long_as_flink_is_configured_to_keep_an_answer() {
    assertThat(CheckpointsAge.of(java.util.Map.of())).hasSeconds(3);
    assertThat(CheckpointsAge.of(java.util.Map.of("web.refresh-interval", "500"))).hasMillis(500);
    assertThat(
            CheckpointsAge.of(
                java.util.Map.of(
                    "web.refresh-interval",
                    "10 s",
                    "rest.cache.checkpoint-statistics.timeout",
                    "1 min")))
        .hasMinutes(1);
    assertThat(CheckpointsAge.of(java.util.Map.of("web.refresh-interval", "often"))).hasSeconds(3);
  }

  private void follow(String job, Pace pace) {
    if (bench.poller.seen(FD).equals(ClusterSeen.NOTHING)) {
      flink.runs(A, job(job, "RUNNING"));
    }
    bench.poller.follow(FD, new PollTarget(A, "uid-1", pace, id(job), Duration.ofSeconds(3), null));
  }

  private CheckpointsView seen() {
    return Objects.requireNonNull(bench.poller.seen(FD).checkpoints());
  }

  private static JobCheckpoints checkpoint(long number) {
    return new JobCheckpoints(
        new CompletedCheckpoint(
            number, "s3://chk-" + number, Instant.EPOCH.plusSeconds(number), false),
        null);
  }

  private static CheckpointView view(long number) {
    return new CheckpointView(
        number, "s3://chk-" + number, Instant.EPOCH.plusSeconds(number), false);
  }

  private static CheckpointsView view(
      boolean afterEnd, @Nullable CheckpointView newest, @Nullable CheckpointView before) {
    return new CheckpointsView(id("1"), STARTED, afterEnd, newest, before, null);
  }
}
