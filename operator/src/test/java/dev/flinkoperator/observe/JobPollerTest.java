package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.B;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.ManualTimer.START;
import static dev.flinkoperator.observe.Pace.MOVING;
import static dev.flinkoperator.observe.Pace.STABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.observe.view.ClusterFacts;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobPollerTest {
  private static final ResourceID FD = new ResourceID("basic-example", "default");
  private static final Duration PHASE = Duration.ofSeconds(4);

  private final ManualTimer time = new ManualTimer();
  private final FakeFlink flink = new FakeFlink();
  private final List<ResourceID> changed = new ArrayList<>();
  private Instant lastTold = Instant.EPOCH;
  private boolean callbackThrows;
  private final JobPoller poller =
      new JobPoller(
          flink, time, PollIntervals.defaults(), this::changed, time, bound -> PHASE.toNanos());

  @Test
  void knows_nothing_of_what_it_does_not_follow() {
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
  }

  @Test
  void asks_at_once_and_tells_of_the_first_answer() {
    flink.runs(A, job("1", "RUNNING"));

    poller.follow(FD, A, "uid-1", STABLE);
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    pass(0);

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
    settle();

    pass(3600);

    assertThat(flink.names()).hasSize(240).containsOnly("jobs-overview");
    assertThat(changed).isEmpty();
  }

  @Test
  void asks_for_the_version_once_for_each_epoch() {
    settle();
    pass(60);
    assertThat(flink.count("config")).isZero();

    poller.follow(FD, A, "uid-2", STABLE);
    pass(60);

    assertThat(flink.count("config")).isOne();
  }

  @Test
  void sees_a_change_within_fifteen_seconds_at_rest() {
    settle();
    flink.runs(A, job("1", "RESTARTING"));

    pass(15);

    assertThat(reached().job(id("1"))).map(JobView::state).contains("RESTARTING");
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void asks_each_second_while_something_moves_and_soon_after_it_begins_to() {
    settle();
    pass(2);
    long before = flink.asked.size();

    poller.follow(FD, A, "uid-1", MOVING);
    pass(0);
    assertThat(flink.asked).hasSize((int) before + 1);
    pass(10);

    assertThat(flink.asked).hasSize((int) before + 11);
  }

  @Test
  void returns_to_its_own_grid_when_nothing_moves_any_more() {
    settle();
    poller.follow(FD, A, "uid-1", MOVING);
    pass(7);
    poller.follow(FD, A, "uid-1", STABLE);
    flink.asked.clear();

    pass(150);

    assertThat(flink.asked).hasSize(10);
  }

  @Test
  void does_not_ask_more_often_because_it_is_told_again_and_again_to_follow() {
    settle();

    for (int i = 0; i < 600; i++) {
      poller.follow(FD, A, "uid-1", STABLE);
      pass(0.1);
    }

    assertThat(flink.asked).hasSize(4);
    assertThat(time.waiting()).isOne();
  }

  @Test
  void has_one_question_in_flight_whatever_is_asked_of_it() {
    flink.falls_silent();
    poller.follow(FD, A, "uid-1", STABLE);
    for (int i = 0; i < 100; i++) {
      poller.follow(FD, A, "uid-1", i % 2 == 0 ? MOVING : STABLE);
      pass(1);
    }

    assertThat(flink.asked).hasSize(1);
  }

  @Test
  void forgets_the_answers_of_an_older_epoch_and_asks_the_new_one_at_once() {
    settle();
    flink.runs(A, job("2", "CREATED"));

    poller.follow(FD, A, "uid-2", STABLE);
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    pass(0);

    assertThat(reached().jobs()).extracting(JobView::state).containsExactly("CREATED");
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void drops_the_late_answer_of_an_older_address() {
    flink.falls_silent();
    poller.follow(FD, A, "uid-1", MOVING);
    pass(0);
    FakeFlink.Asked old = flink.latest();
    flink.recovers();
    flink.runs(B, job("b", "RUNNING"));

    poller.follow(FD, B, "uid-1", MOVING);
    pass(0);
    assertThat(old.answer()).isCancelled();
    old.answer().obtrudeValue(List.of(job("a", "RUNNING")));
    pass(0.5);

    assertThat(reached().jobs()).extracting(JobView::jobId).containsExactly(id("b"));
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void drops_an_answer_that_waits_for_the_timer_when_the_epoch_changes() {
    flink.falls_silent();
    poller.follow(FD, A, "uid-1", MOVING);
    pass(0);
    flink.latest().answer().complete(List.of(job("a", "RUNNING")));
    flink.latest().answer().complete(FakeFlink.BUILD);

    poller.follow(FD, A, "uid-2", MOVING);
    pass(60);

    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    assertThat(changed).isEmpty();
  }

  @Test
  void drops_the_answer_for_a_resource_that_is_forgotten() {
    flink.falls_silent();
    poller.follow(FD, A, "uid-1", MOVING);
    pass(0);

    poller.forget(FD);
    pass(60);

    assertThat(flink.latest().answer()).isCancelled();
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
    assertThat(changed).isEmpty();
    assertThat(time.waiting()).isZero();
  }

  @Test
  void keeps_the_last_answer_and_the_first_failure_while_a_cluster_is_away() {
    settle();
    final Reached last = reached();
    flink.fails(Outcome.NOT_CONNECTED, "connection refused");

    pass(15);
    Instant told = lastTold;
    pass(300);

    assertThat(poller.last(FD)).isInstanceOf(Unreachable.class);
    Unreachable away = (Unreachable) poller.last(FD);
    assertThat(away.reason())
        .isEqualTo("GET http://a-rest.ns:8081/jobs/overview: connection refused");
    assertThat(away.since()).isEqualTo(told).isAfter(START.plusSeconds(30));
    assertThat(away.last()).isEqualTo(last);
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void tells_of_another_kind_of_failure_but_not_of_another_wording() {
    settle();
    flink.fails(Outcome.TIMEOUT, "attempt 1");
    pass(15);
    final Unreachable first = (Unreachable) poller.last(FD);
    flink.fails(Outcome.TIMEOUT, "attempt 2");
    pass(15);
    assertThat(poller.last(FD)).isEqualTo(first);
    assertThat(changed).hasSize(1);

    flink.fails(Outcome.NOT_CONNECTED, "connection refused");
    pass(15);

    assertThat(poller.last(FD))
        .isEqualTo(
            new Unreachable(
                "GET http://a-rest.ns:8081/jobs/overview: connection refused",
                first.since(),
                first.last()));
    assertThat(changed).hasSize(2);
  }

  @Test
  void keeps_the_time_a_job_took_its_state_over_a_gap() {
    settle();
    final Reached before = reached();
    flink.fails(Outcome.TIMEOUT, "late");
    pass(120);
    flink.recovers();

    pass(15);

    assertThat(reached()).isEqualTo(before);
    assertThat(changed).containsExactly(FD, FD);
  }

  @Test
  void asks_less_often_the_longer_a_moving_cluster_is_away() {
    flink.fails(Outcome.NOT_CONNECTED, "connection refused");
    poller.follow(FD, A, "uid-1", MOVING);

    pass(5);
    assertThat(flink.asked).hasSize(6);
    pass(20);
    assertThat(flink.asked).hasSize(16);
    pass(100);
    assertThat(flink.asked).hasSize(36);

    flink.recovers();
    pass(5);
    flink.asked.clear();
    pass(10);
    assertThat(flink.asked).hasSize(10);
    assertThat(changed).containsExactly(FD, FD);
  }

  @Test
  void asks_once_why_a_job_failed_and_tells_of_it_together_with_the_failure() {
    settle();
    flink.runs(A, job("1", "FAILED"), job("2", "RUNNING"));
    flink.cause(id("1"), "IOException: boom");

    pass(150);

    assertThat(reached().job(id("1"))).map(JobView::failure).contains("IOException: boom");
    assertThat(flink.count("job-exceptions")).isOne();
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void asks_for_what_the_cluster_cannot_tell_ever_more_seldom() {
    flink.facts = false;
    flink.runs(A, job("1", "FAILED"));
    poller.follow(FD, A, "uid-1", STABLE);

    pass(15 * 99);

    assertThat(flink.count("jobs-overview")).isEqualTo(100);
    assertThat(flink.count("config")).isEqualTo(7);
    assertThat(flink.count("job-exceptions")).isEqualTo(7);
    assertThat(reached().facts()).isNull();
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void asks_a_session_cluster_for_the_causes_of_many_failures_little_by_little() {
    JobSummary[] jobs = new JobSummary[12];
    for (int i = 0; i < jobs.length; i++) {
      String id = Integer.toHexString(i);
      jobs[i] = job(id, "FAILED");
      flink.cause(id(id), "boom " + i);
    }
    flink.runs(A, jobs);
    poller.follow(FD, A, "uid-1", STABLE);
    pass(0);
    assertThat(flink.count("job-exceptions")).isEqualTo(5);

    pass(60);

    assertThat(flink.count("job-exceptions")).isEqualTo(12);
    assertThat(reached().jobs()).extracting(JobView::failure).doesNotContainNull();
    assertThat(changed).hasSize(3);
  }

  @Test
  void takes_a_failed_job_with_an_odd_id_without_its_cause() {
    flink.runs(A, new JobSummary("odd", "", "FAILED", null, null, null), job("1", "FAILED"));
    flink.cause(id("1"), "boom");

    poller.follow(FD, A, "uid-1", STABLE);
    pass(0);

    assertThat(reached().jobs()).extracting(JobView::failure).containsExactly(null, "boom");
  }

  @Test
  void goes_on_when_the_callback_throws() {
    callbackThrows = true;
    settle();
    flink.runs(A, job("1", "RESTARTING"));
    pass(15);
    flink.runs(A, job("1", "RUNNING"));
    pass(15);

    assertThat(changed).hasSize(2);
  }

  @Test
  void takes_a_client_that_throws_for_a_cluster_that_is_away() {
    settle();
    flink.throwing = true;
    pass(15);
    assertThat(((Unreachable) poller.last(FD)).reason())
        .isEqualTo("Flink's REST API could not be asked (IllegalStateException)");

    flink.throwing = false;
    pass(15);
    assertThat(poller.last(FD)).isInstanceOf(Reached.class);
  }

  @Test
  void asks_nothing_more_when_closed() {
    settle();

    poller.close();
    poller.follow(FD, B, "uid-9", MOVING);
    pass(600);

    assertThat(flink.asked).isEmpty();
    assertThat(poller.last(FD)).isEqualTo(new NotAsked());
  }

  /** Followed at rest, on the grid, with the first answer told; counters at zero. */
  private void settle() {
    flink.runs(A, job("1", "RUNNING"));
    poller.follow(FD, A, "uid-1", STABLE);
    pass(30);
    flink.asked.clear();
    changed.clear();
  }

  private Reached reached() {
    assertThat(poller.last(FD)).isInstanceOf(Reached.class);
    return (Reached) poller.last(FD);
  }

  private void pass(double seconds) {
    time.pass(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  private void changed(ResourceID id) {
    changed.add(id);
    lastTold = time.instant();
    if (callbackThrows) {
      throw new IllegalStateException("no events today");
    }
  }
}
