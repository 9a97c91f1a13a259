package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.FakeFlink.job;
import static dev.flinkoperator.observe.ManualTimer.START;
import static dev.flinkoperator.observe.Pace.MOVING;
import static dev.flinkoperator.observe.Pace.STABLE;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clusters that are away, jobs that fail, and bugs of others. */
class JobPollerTroubleTest {
  private final PollerBench bench = new PollerBench();
  private final FakeFlink flink = bench.flink;
  private final List<ResourceID> changed = bench.changed;
  private final JobPoller poller = bench.poller;

  @Test
  void keeps_the_last_answer_and_the_first_failure_while_a_cluster_is_away() {
    bench.settle();
    final Reached last = bench.reached();
    flink.fails(Outcome.NOT_CONNECTED, "connection refused");

    bench.pass(15);
    Instant told = bench.lastTold;
    bench.pass(300);

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
    bench.settle();
    flink.fails(Outcome.TIMEOUT, "attempt 1");
    bench.pass(15);
    final Unreachable first = (Unreachable) poller.last(FD);
    flink.fails(Outcome.TIMEOUT, "attempt 2");
    bench.pass(15);
    assertThat(poller.last(FD)).isEqualTo(first);
    assertThat(changed).hasSize(1);

    flink.fails(Outcome.NOT_CONNECTED, "connection refused");
    bench.pass(15);

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
    bench.settle();
    final Reached before = bench.reached();
    flink.fails(Outcome.TIMEOUT, "late");
    bench.pass(120);
    flink.recovers();

    bench.pass(15);

    assertThat(bench.reached()).isEqualTo(before);
    assertThat(changed).containsExactly(FD, FD);
  }

  @Test
  void asks_less_often_the_longer_a_moving_cluster_is_away() {
    flink.fails(Outcome.NOT_CONNECTED, "connection refused");
    poller.follow(FD, new PollTarget(A, "uid-1", MOVING));

    bench.pass(5);
    assertThat(flink.asked).hasSize(6);
    bench.pass(20);
    assertThat(flink.asked).hasSize(16);
    bench.pass(100);
    assertThat(flink.asked).hasSize(36);

    flink.recovers();
    bench.pass(30);
    flink.asked.clear();
    bench.pass(10);
    assertThat(flink.asked).hasSize(10);
    assertThat(changed).containsExactly(FD, FD);
  }

  @Test
  void asks_once_why_a_job_failed_and_tells_of_it_together_with_the_failure() {
    bench.settle();
    flink.runs(A, job("1", "FAILED"), job("2", "RUNNING"));
    flink.cause(id("1"), "IOException: boom");

    bench.pass(150);

    assertThat(bench.reached().job(id("1"))).map(JobView::failure).contains("IOException: boom");
    assertThat(flink.count("job-exceptions")).isOne();
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void asks_for_what_the_cluster_cannot_tell_ever_more_seldom() {
    flink.facts = false;
    flink.runs(A, job("1", "FAILED"));
    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));

    bench.pass(15 * 99);

    assertThat(flink.count("jobs-overview")).isEqualTo(100);
    assertThat(flink.count("config")).isEqualTo(7);
    assertThat(flink.count("job-exceptions")).isEqualTo(7);
    assertThat(bench.reached().facts()).isNull();
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
    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
    bench.pass(0);
    assertThat(flink.count("job-exceptions")).isEqualTo(5);

    bench.pass(60);

    assertThat(flink.count("job-exceptions")).isEqualTo(12);
    assertThat(bench.reached().jobs()).extracting(JobView::failure).doesNotContainNull();
    assertThat(changed).hasSize(3);
  }

  @Test
  void takes_a_failed_job_with_an_odd_id_without_its_cause() {
    flink.runs(A, new JobSummary("odd", "", "FAILED", null, null, null), job("1", "FAILED"));
    flink.cause(id("1"), "boom");

    poller.follow(FD, new PollTarget(A, "uid-1", STABLE));
    bench.pass(0);

    assertThat(bench.reached().jobs()).extracting(JobView::failure).containsExactly(null, "boom");
  }

  @Test
  void goes_on_when_the_callback_throws() {
    bench.callbackThrows = true;
    bench.settle();
    flink.runs(A, job("1", "RESTARTING"));
    bench.pass(15);
    flink.runs(A, job("1", "RUNNING"));
    bench.pass(15);

    assertThat(changed).hasSize(2);
  }

  @Test
  void takes_a_client_that_throws_for_a_cluster_that_is_away() {
    bench.settle();
    flink.throwing = true;
    bench.pass(15);
    assertThat(((Unreachable) poller.last(FD)).reason())
        .isEqualTo("Flink's REST API could not be asked (IllegalStateException)");

    flink.throwing = false;
    bench.pass(15);
    assertThat(poller.last(FD)).isInstanceOf(Reached.class);
  }
}
