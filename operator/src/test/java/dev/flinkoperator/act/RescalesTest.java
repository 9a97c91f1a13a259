package dev.flinkoperator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.UpdateResourceRequirements;
import dev.flinkoperator.flinkrest.VertexBounds;
import dev.flinkoperator.observe.CheckpointsAge;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.observe.Pace;
import dev.flinkoperator.observe.PollIntervals;
import dev.flinkoperator.observe.PollTarget;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.VertexView;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RescalesTest {
  private static final URI FLINK = URI.create("http://orders-rest.streams:8081");
  private static final ResourceID ORDERS = new ResourceID("orders", "streams");
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String SOURCE = "cbc357ccb763df2852fee8c4fc7d55f2";
  private static final String SINK = "7df19f87deec5680128845fd9a6ca18d";
  private static final PollIntervals NEVER =
      new PollIntervals(Duration.ofHours(1), Duration.ofHours(1));
  private static final RescaleQuestion QUESTION =
      new RescaleQuestion(JOB, new TreeMap<>(Map.of(SOURCE, 2)));

  private final List<CompletableFuture<Object>> answers = new CopyOnWriteArrayList<>();
  private final List<UpdateResourceRequirements> asked = new CopyOnWriteArrayList<>();
  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final FlinkRest flink = new Taking();
  private final JobPoller poller = new JobPoller(flink, Clock.systemUTC(), NEVER, woken::add);
  private final Rescales rescales = new Rescales(flink, poller);

  @BeforeEach
  void follow() {
    poller.follow(
        ORDERS,
        new PollTarget(
            FLINK,
            "uid-1",
            Pace.STABLE,
            null,
            CheckpointsAge.of(Map.of()),
            null,
            null,
            QUESTION,
            false));
    await().until(() -> !woken.isEmpty());
    woken.clear();
  }

  @AfterEach
  void close() {
    poller.close();
  }

  @Test
  void names_every_vertex_and_lets_the_lower_bound_only_give_way() {
    rescale(4, 4);

    assertThat(asked.get(0).bounds())
        .containsExactly(
            Map.entry(SINK, new VertexBounds(1, 8)), Map.entry(SOURCE, new VertexBounds(2, 2)));
  }

  @Test
  void a_lower_bound_below_the_target_stays() {
    rescale(1, 4);

    assertThat(asked.get(0).bounds()).containsEntry(SOURCE, new VertexBounds(1, 2));
  }

  @Test
  void asks_once_while_the_request_is_on_its_way_and_again_after_it() {
    rescale(1, 4);
    rescale(1, 4);
    assertThat(asked).hasSize(1);

    answers.get(0).complete(new Accepted(null));
    rescale(1, 4);

    assertThat(asked).hasSize(2);
  }

  @Test
  void tells_the_resource_that_Flink_will_not_do_it() {
    rescale(1, 4);

    answers.get(0).completeExceptionally(status(400));

    await().until(() -> woken.contains(ORDERS));
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 503})
  void that_Flink_has_no_time_for_it_is_no_refusal(int status) throws Exception {
    rescale(1, 4);

    answers.get(0).completeExceptionally(status(status));
    Thread.yield();

    assertThat(woken).isEmpty();
    rescale(1, 4);
    assertThat(asked).hasSize(2);
  }

  private void rescale(int lower, int upper) {
    TreeMap<String, VertexView> vertices =
        new TreeMap<>(
            Map.of(
                SOURCE, new VertexView("source", lower, upper, 4),
                SINK, new VertexView("sink", 1, 8, 4)));
    rescales.start(
        ORDERS, new Step.Rescale(new RescaleView(QUESTION, vertices, null, Instant.EPOCH), FLINK));
  }

  private FlinkRestException status(int status) {
    return FlinkRestException.ofStatus(FLINK, asked.get(0), status, "not now");
  }

  /** Flink that answers when the test says so, and lists no jobs. */
  private final class Taking implements FlinkRest {

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
      if (endpoint instanceof UpdateResourceRequirements update) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        asked.add(update);
        answers.add(answer);
        return (CompletableFuture<T>) answer;
      }
      return endpoint.name().equals("jobs-overview")
          ? (CompletableFuture<T>) CompletableFuture.completedFuture(List.of())
          : CompletableFuture.failedFuture(
              FlinkRestException.of(cluster, endpoint, Outcome.TIMEOUT, "no answer"));
    }
  }
}
