package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.DisposeSavepoint;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.SavepointDisposalResult;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SavepointDisposalsTest {
  private static final URI FLINK = URI.create("http://orders-rest.streams:8081");
  private static final ResourceID ORDERS = new ResourceID("orders", "streams");
  private static final String PATH = "s3://savepoints/savepoint-1";
  private static final PollIntervals NEVER =
      new PollIntervals(Duration.ofHours(1), Duration.ofHours(1));

  private final Disposing flink = new Disposing();
  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final JobPoller poller = new JobPoller(flink, Clock.systemUTC(), NEVER, woken::add);
  private final SavepointDisposals disposals = new SavepointDisposals(flink, poller);

  @BeforeEach
  void follow() {
    poller.follow(
        ORDERS,
        new PollTarget(FLINK, "uid-1", Pace.STABLE, null, CheckpointsAge.of(Map.of()), null));
    await().until(() -> !woken.isEmpty());
    woken.clear();
  }

  @AfterEach
  void close() {
    poller.close();
  }

  @Test
  void asks_once_and_then_how_it_does_until_it_is_done() {
    flink.results.add(new OperationResult.InProgress());
    flink.results.add(new OperationResult.Completed(null));

    dispose();
    dispose();
    assertThat(ended().gone()).isTrue();
    await().until(() -> woken.contains(ORDERS));

    assertThat(flink.asked).containsExactly(PATH);
    assertThat(ended().path()).isEqualTo(PATH);
  }

  @Test
  void a_savepoint_that_is_not_there_any_more_is_gone() {
    flink.results.add(
        new OperationResult.Failed(
            "CompletionException; caused by FileNotFoundException: Cannot find checkpoint or"
                + " savepoint file/directory 's3://savepoints/savepoint-1' on file system 's3'"));

    dispose();

    assertThat(ended().gone()).isTrue();
  }

  @Test
  void a_failure_and_a_forgotten_request_are_told_and_can_be_asked_for_again() {
    flink.results.add(new OperationResult.Failed("IOException: Access denied"));
    dispose();
    assertThat(ended().failure()).isEqualTo("IOException: Access denied");

    flink.results.add(new OperationResult.NotKnown());
    dispose();
    await()
        .until(
            () ->
                flink.asked.size() == 2 && !"IOException: Access denied".equals(ended().failure()));
    assertThat(ended().failure()).isEqualTo("Flink does not say what has become of it");
  }

  @Test
  void a_cluster_that_does_not_answer_is_told() {
    flink.silent = true;

    dispose();

    assertThat(ended().failure()).contains("no answer");
  }

  private void dispose() {
    disposals.start(ORDERS, new Step.DisposeSavepoint(FLINK, PATH));
  }

  private DisposalView ended() {
    await().until(() -> poller.disposal(ORDERS) != null);
    return Objects.requireNonNull(poller.disposal(ORDERS));
  }

  /** Flink that ends disposals as the test says. */
  private static final class Disposing implements FlinkRest {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Queue<OperationResult> results = new ConcurrentLinkedQueue<>();
    volatile boolean silent;

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
      Object answer = List.of();
      if (endpoint instanceof DisposeSavepoint dispose) {
        if (silent) {
          return CompletableFuture.failedFuture(
              FlinkRestException.of(cluster, endpoint, Outcome.TIMEOUT, "no answer"));
        }
        asked.add(dispose.savepointPath());
        answer = new Accepted("d".repeat(32));
      } else if (endpoint instanceof SavepointDisposalResult) {
        answer = results.remove();
      }
      return (CompletableFuture<T>) CompletableFuture.completedFuture(answer);
    }
  }
}
