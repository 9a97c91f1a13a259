package dev.flinkoperator.observe;

import static dev.flinkoperator.observe.FakeFlink.A;
import static dev.flinkoperator.observe.FakeFlink.id;
import static dev.flinkoperator.observe.Pace.STABLE;
import static dev.flinkoperator.observe.PollerBench.FD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.OperationView;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How an operation is followed from its request to its result. */
class OperationPollTest {
  private static final OperationQuestion STOP =
      new OperationQuestion(OperationKind.StopWithSavepoint, id("1"), id("aa"));
  private static final OperationQuestion CANCEL =
      new OperationQuestion(OperationKind.Cancel, id("1"), id("cc"));

  private final PollerBench bench = new PollerBench();
  private final FakeFlink flink = bench.flink;
  private final List<ResourceID> changed = bench.changed;

  @Test
  void asks_at_once_after_flink_has_answered_the_request_then_soon_and_at_last_each_second() {
    bench.settle();
    flink.operation(id("aa"), new OperationResult.InProgress());

    follow(STOP);
    bench.pass(0.5);
    assertThat(flink.count("savepoint-result")).isZero();
    bench.poller.answered(FD, STOP, null);
    bench.pass(0);
    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
    assertThat(changed).containsExactly(FD);
    bench.pass(4);
    assertThat(flink.count("savepoint-result")).isEqualTo(17);
    bench.pass(20);
    flink.asked.clear();
    bench.pass(5);

    assertThat(flink.count("savepoint-result")).isEqualTo(5);
    assertThat(changed).hasSize(1);
  }

  @Test
  void asks_by_the_id_that_flink_has_given_and_tells_of_it_by_ours() {
    bench.settle();
    follow(STOP);
    bench.pass(2);
    assertThat(seen()).isEqualTo(new OperationView.NotKnown(id("aa")));
    flink.operation(id("bb"), new OperationResult.InProgress());

    bench.poller.accepted(FD, STOP, id("bb"));
    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
    bench.pass(2);
    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
    flink.operation(id("bb"), new OperationResult.Completed("s3://savepoints/1"));
    bench.pass(2);

    assertThat(seen()).isEqualTo(new OperationView.Completed(id("aa"), "s3://savepoints/1"));
  }

  @Test
  void asks_at_once_if_flink_has_answered_before_anybody_followed() {
    bench.settle();
    bench.poller.answered(FD, STOP, null);
    flink.operation(id("aa"), new OperationResult.InProgress());

    follow(STOP);
    bench.pass(0);

    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
  }

  @Test
  void asks_after_a_second_if_the_request_was_not_answered() {
    bench.settle();

    follow(STOP);
    bench.pass(1);

    assertThat(seen()).isEqualTo(new OperationView.NotKnown(id("aa")));
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void tells_of_the_end_once_and_asks_no_more() {
    bench.settle();
    flink.operation(id("aa"), new OperationResult.InProgress());
    follow(STOP);
    bench.pass(3);
    changed.clear();

    flink.operation(id("aa"), new OperationResult.Completed("s3://sp"));
    bench.pass(1);
    flink.asked.clear();
    flink.operation(id("aa"), new OperationResult.NotKnown());
    bench.pass(60);

    assertThat(seen()).isEqualTo(new OperationView.Completed(id("aa"), "s3://sp"));
    assertThat(changed).containsExactly(FD);
    assertThat(flink.names()).hasSize(4).containsOnly("jobs-overview");
  }

  @Test
  void a_result_that_cannot_be_had_leaves_what_is_known() {
    bench.settle();
    flink.operation(id("aa"), new OperationResult.InProgress());
    follow(STOP);
    bench.pass(3);

    flink.operation(id("aa"), null);
    bench.pass(3);

    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
  }

  @Test
  void a_refusal_is_the_end_of_an_operation_that_flink_does_not_know() {
    bench.settle();
    follow(STOP);

    bench.poller.answered(FD, STOP, "no savepoint directory");
    bench.pass(0);

    assertThat(seen()).isEqualTo(new OperationView.Failed(id("aa"), "no savepoint directory"));
    assertThat(changed).containsExactly(FD);
    bench.pass(60);
    assertThat(changed).hasSize(1);
  }

  @Test
  void a_refusal_does_not_count_if_an_earlier_request_got_through() {
    bench.settle();
    flink.operation(id("aa"), new OperationResult.InProgress());
    follow(STOP);

    bench.poller.answered(FD, STOP, "HTTP 500");
    bench.pass(1);
    assertThat(seen()).isEqualTo(new OperationView.Running(id("aa")));
    flink.operation(id("aa"), new OperationResult.Completed("s3://sp"));
    bench.pass(1);

    assertThat(seen()).isEqualTo(new OperationView.Completed(id("aa"), "s3://sp"));
  }

  @Test
  void a_refusal_does_not_count_for_the_next_attempt() {
    bench.settle();
    follow(STOP);
    bench.poller.answered(FD, STOP, "not now");
    bench.pass(1);
    OperationQuestion next =
        new OperationQuestion(OperationKind.StopWithSavepoint, id("1"), id("bb"));

    follow(next);
    bench.pass(1);

    assertThat(seen()).isEqualTo(new OperationView.NotKnown(id("bb")));
  }

  @Test
  void a_cancellation_has_no_result_but_a_refusal() {
    bench.settle();
    follow(CANCEL);
    bench.pass(5);
    assertThat(flink.names()).containsOnly("jobs-overview");
    assertThat(seen()).isNull();
    changed.clear();

    bench.poller.answered(FD, CANCEL, "HTTP 404: Job could not be found.");
    bench.pass(5);

    assertThat(seen())
        .isEqualTo(new OperationView.Failed(id("cc"), "HTTP 404: Job could not be found."));
    assertThat(changed).containsExactly(FD);
  }

  @Test
  void an_id_that_somebody_has_edited_keeps_nothing_else_from_being_asked() {
    bench.settle();

    follow(new OperationQuestion(OperationKind.Savepoint, id("1"), "../../jars"));
    bench.pass(5);

    assertThat(flink.names()).isNotEmpty().containsOnly("jobs-overview");
    assertThat(seen()).isNull();
  }

  @Test
  void nothing_is_kept_of_a_resource_that_is_forgotten() {
    bench.settle();
    follow(STOP);
    bench.poller.forget(FD);

    bench.poller.answered(FD, STOP, "too late");
    bench.pass(60);

    assertThat(bench.poller.seen(FD)).isEqualTo(ClusterSeen.NOTHING);
    assertThat(bench.time.waiting()).isZero();
    follow(STOP);
    bench.pass(2);
    assertThat(seen()).isEqualTo(new OperationView.NotKnown(id("aa")));
  }

  private void follow(OperationQuestion operation) {
    bench.poller.follow(
        FD, new PollTarget(A, "uid-1", STABLE, null, Duration.ofSeconds(3), operation));
  }

  private @Nullable OperationView seen() {
    return bench.poller.seen(FD).operation();
  }
}
