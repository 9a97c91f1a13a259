package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.ManualTimer.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Reached;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotFoldTest {
  private static final AskedOnce NOTHING = new AskedOnce(new FakeFlink(), FakeFlink.A);
  private static final JobSnapshot NONE = new NotAsked();

  @Test
  void on_the_first_look_takes_the_last_change_flink_reports() {
    Instant modified = START.minusSeconds(500);

    assertThat(since(NONE, job("RUNNING", null, modified))).isEqualTo(modified);
    assertThat(since(NONE, job("RUNNING", null, START.plusSeconds(9)))).isEqualTo(START);
    assertThat(since(NONE, job("RUNNING", null, null))).isEqualTo(START);
  }

  @Test
  void takes_the_end_time_of_a_job_that_ended_but_none_in_the_future() {
    Instant end = START.minusSeconds(30);

    assertThat(since(NONE, job("FAILED", end, START))).isEqualTo(end);
    assertThat(since(reached(job("RUNNING", null, null)), job("FAILED", end, START)))
        .isEqualTo(end);
    assertThat(since(NONE, job("FAILED", START.plusSeconds(1), null))).isEqualTo(START);
  }

  @Test
  void takes_the_poll_for_the_time_of_a_state_it_saw_change() {
    Reached before = fold(NONE, START, job("RUNNING", null, START.minusSeconds(99)));
    Reached after =
        fold(before, START.plusSeconds(15), job("RESTARTING", null, START.plusSeconds(2)));

    assertThat(after.jobs().get(0).stateSince()).isEqualTo(START.plusSeconds(15));
  }

  @Property(seed = "20260101")
  void the_same_answer_in_any_order_and_at_any_time_gives_the_same_snapshot(
      @ForAll("answers") List<JobSummary> answer,
      @ForAll Random random,
      @ForAll("times") Instant later) {
    Reached first = SnapshotFold.reached(NONE, answer, NOTHING, START);
    List<JobSummary> shuffled = new ArrayList<>(answer);
    Collections.shuffle(shuffled, random);

    assertThat(SnapshotFold.reached(first, shuffled, NOTHING, later)).isEqualTo(first);
    JobSnapshot away = SnapshotFold.unreachable(first, "away", later);
    assertThat(SnapshotFold.reached(away, shuffled, NOTHING, later.plusSeconds(60)))
        .isEqualTo(first);
    assertThat(SnapshotFold.unreachable(away, "away", later.plusSeconds(60))).isEqualTo(away);
  }

  @Property(seed = "20260101")
  void no_state_is_dated_later_than_the_poll_that_saw_it(
      @ForAll("answers") List<JobSummary> one,
      @ForAll("answers") List<JobSummary> two,
      @ForAll("times") Instant later) {
    Reached first = SnapshotFold.reached(NONE, one, NOTHING, START);
    Reached second = SnapshotFold.reached(first, two, NOTHING, later);

    assertThat(first.jobs()).allMatch(job -> !job.stateSince().isAfter(START));
    assertThat(second.jobs()).hasSameSizeAs(two).allMatch(job -> !job.stateSince().isAfter(later));
  }

  @Provide
  Arbitrary<List<JobSummary>> answers() {
    Arbitrary<JobSummary> jobs =
        Combinators.combine(
                Arbitraries.integers().between(0, 20),
                Arbitraries.of("RUNNING", "RESTARTING", "FAILED", "FINISHED", "NEW"),
                times().injectNull(0.3),
                times().injectNull(0.5),
                times().injectNull(0.3))
            .as(
                (id, state, start, end, modified) ->
                    new JobSummary(id(Integer.toString(id)), "job", state, start, end, modified));
    return jobs.list().ofMaxSize(8).uniqueElements(JobSummary::jobId);
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs().between(0, 10_000).map(START::plusSeconds);
  }

  private static Instant since(JobSnapshot before, JobSummary job) {
    JobView view = fold(before, START, job).jobs().get(0);
    return view.stateSince();
  }

  private static Reached reached(JobSummary job) {
    return fold(NONE, START.minusSeconds(60), job);
  }

  private static Reached fold(JobSnapshot before, Instant now, JobSummary job) {
    return SnapshotFold.reached(before, List.of(job), NOTHING, now);
  }

  private static JobSummary job(String state, @Nullable Instant end, @Nullable Instant modified) {
    return new JobSummary(id("1"), "job", state, null, end, modified);
  }
}
