package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.CancelJob;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.StopWithSavepoint;
import dev.flinkoperator.flinkrest.TriggerCheckpoint;
import dev.flinkoperator.flinkrest.TriggerSavepoint;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.plan.Operation;
import dev.flinkoperator.plan.RestorePoint;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlinkOperationsTest {
  private static final URI FLINK = URI.create("http://orders-rest.streams:8081");
  private static final ResourceID ORDERS = new ResourceID("orders", "streams");
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String TRIGGER = "aa11bb22cc33dd44ee55ff6600778899";
  private static final PollIntervals NEVER =
      new PollIntervals(Duration.ofHours(1), Duration.ofHours(1));

  private final Requests requests = new Requests();
  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final JobPoller poller = new JobPoller(requests, Clock.systemUTC(), NEVER, woken::add);
  private final FlinkOperations operations = new FlinkOperations(requests, poller);

  @AfterEach
  void close() {
    poller.close();
  }

  @Test
  void puts_each_kind_of_request_and_does_not_wait() {
    start(OperationKind.StopWithSavepoint, TRIGGER, "NATIVE");
    start(OperationKind.Savepoint, id("1"), "CANONICAL");
    start(OperationKind.Checkpoint, id("2"), "FULL");
    start(OperationKind.Cancel, id("3"), "");

    assertThat(requests.changing)
        .containsExactly(
            new StopWithSavepoint(JOB, TRIGGER, "s3://savepoints", true, "NATIVE"),
            new TriggerSavepoint(JOB, id("1"), "s3://savepoints", "CANONICAL"),
            new TriggerCheckpoint(JOB, id("2"), "FULL"),
            new CancelJob(JOB));
  }

  @Test
  void leaves_the_id_and_the_format_to_a_flink_that_chooses_them_itself() {
    follow(OperationKind.StopWithSavepoint);
    Step.StartOperation step = step(OperationKind.StopWithSavepoint, JOB, TRIGGER, "NATIVE");
    operations.start(
        ORDERS,
        new Step.StartOperation(
            step.operation(), FLINK, "s3://savepoints", true, step.formatType(), false));
    assertThat(requests.changing)
        .containsExactly(new StopWithSavepoint(JOB, null, "s3://savepoints", true, null));

    requests.answers.get(0).complete(new Accepted(id("9")));

    await().untilAsserted(() -> assertThat(requests.results).contains(id("9")));
    await().untilAsserted(() -> assertThat(woken).isNotEmpty());
  }

  @Test
  void does_not_repeat_a_request_that_is_on_its_way_and_does_afterwards() {
    start(OperationKind.Savepoint, TRIGGER, "CANONICAL");
    start(OperationKind.Savepoint, TRIGGER, "CANONICAL");
    assertThat(requests.changing).hasSize(1);

    requests.answers.get(0).completeExceptionally(failure(Outcome.TIMEOUT));
    start(OperationKind.Savepoint, TRIGGER, "CANONICAL");

    assertThat(requests.changing).hasSize(2);
  }

  @Test
  void asks_how_it_does_as_soon_as_flink_has_taken_it_on() {
    follow(OperationKind.StopWithSavepoint);
    start(OperationKind.StopWithSavepoint, TRIGGER, "CANONICAL");
    assertThat(requests.results).isEmpty();

    requests.answers.get(0).complete(new Accepted(TRIGGER));

    await().untilAsserted(() -> assertThat(requests.results).containsExactly(TRIGGER));
    await().untilAsserted(() -> assertThat(woken).isNotEmpty());
  }

  @Test
  void a_request_without_an_answer_is_no_refusal() {
    follow(OperationKind.Cancel);
    woken.clear();
    for (Outcome outcome : List.of(Outcome.TIMEOUT, Outcome.NOT_CONNECTED, Outcome.BROKEN_OFF)) {
      start(OperationKind.Cancel, TRIGGER, "");
      requests.answers.get(requests.answers.size() - 1).completeExceptionally(failure(outcome));
    }
    assertThat(woken).isEmpty();

    // What an edited status may hold is refused by nobody but ourselves.
    operations.start(ORDERS, step(OperationKind.Cancel, "../jars", TRIGGER, ""));
    assertThat(requests.changing).hasSize(3);
  }

  @Test
  void does_not_hear_of_a_resource_that_is_forgotten() {
    start(OperationKind.Savepoint, TRIGGER, "CANONICAL");

    operations.forget(ORDERS);

    assertThat(requests.answers.get(0)).isCancelled();
    start(OperationKind.Savepoint, TRIGGER, "CANONICAL");
    assertThat(requests.changing).hasSize(2);
  }

  /** Followed, with the first answer heard. */
  private void follow(OperationKind kind) {
    poller.follow(ORDERS, target(null));
    await().until(() -> !woken.isEmpty());
    poller.follow(ORDERS, target(step(kind, JOB, TRIGGER, "").operation()));
    woken.clear();
  }

  private static PollTarget target(@Nullable Operation operation) {
    return new PollTarget(
        FLINK,
        "uid-1",
        Pace.STABLE,
        null,
        CheckpointsAge.of(Map.of()),
        operation == null ? null : operation.question());
  }

  private void start(OperationKind kind, String triggerId, String format) {
    operations.start(ORDERS, step(kind, JOB, triggerId, format));
  }

  private static Step.StartOperation step(
      OperationKind kind, String job, String triggerId, String format) {
    Operation operation =
        new Operation(
            kind, job, triggerId, RestorePoint.Cause.Upgrade, null, 1, Instant.EPOCH, null, null);
    return new Step.StartOperation(operation, FLINK, "s3://savepoints", true, format, true);
  }

  private static FlinkRestException failure(Outcome outcome) {
    return FlinkRestException.of(FLINK, new CancelJob(JOB), outcome, "no answer");
  }

  private static String id(String digit) {
    return digit.repeat(32);
  }

  /** Flink whose answers to what changes something are given by the test. */
  private static final class Requests implements FlinkRest {
    final List<Endpoint<?>> changing = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Object>> answers = new CopyOnWriteArrayList<>();
    final List<String> results = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
      CompletableFuture<Object> answer = new CompletableFuture<>();
      if (!endpoint.method().equals("GET")) {
        changing.add(endpoint);
        answers.add(answer);
      } else if (endpoint.name().equals("jobs-overview")) {
        answer.complete(List.of());
      } else if (endpoint.name().endsWith("-result")) {
        results.add(endpoint.path().substring(endpoint.path().lastIndexOf('/') + 1));
        answer.complete(new OperationResult.InProgress());
      } else {
        answer.completeExceptionally(failure(Outcome.TIMEOUT));
      }
      return (CompletableFuture<T>) answer;
    }
  }
}
