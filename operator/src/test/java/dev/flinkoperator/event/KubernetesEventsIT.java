package dev.flinkoperator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.testing.ApiServer;
import dev.flinkoperator.testing.MovableClock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ApiServer.class)
class KubernetesEventsIT {

  private static final Duration SOON = Duration.ofMinutes(3);

  private final KubernetesClient client;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final MovableClock clock = new MovableClock("2026-01-02T03:04:05.678Z");

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient counted;

  @SuppressWarnings("NullAway.Init")
  private KubernetesEvents events;

  @SuppressWarnings("NullAway.Init")
  private HasMetadata about;

  KubernetesEventsIT(KubernetesClient client) {
    this.client = client;
  }

  @BeforeEach
  void makeSomethingToTellAbout() {
    about =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace("default")
                    .withGenerateName("basic-")
                    .endMetadata()
                    .build())
            .create();
    counted =
        new KubernetesClientBuilder()
            .withConfig(client.getConfiguration())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("c", recorder()))
            .build();
    events = new KubernetesEvents(counted, "flink-operator-0", clock);
  }

  @AfterEach
  void close() {
    events.close();
    counted.close();
  }

  @Test
  void a_new_event_is_one_request_and_tells_all() {
    events.publish(about, EventReason.VALIDATION_ERROR, "spec.job.parallelism must be 1 or more");

    var event = eventsOfResource(1).get(0);
    assertThat(requests).containsExactly("POST");
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("ValidationError");
    assertThat(event.getMessage()).isEqualTo("spec.job.parallelism must be 1 or more");
    assertThat(event.getCount()).isEqualTo(1);
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(about.getMetadata().getUid());
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("ConfigMap");
    assertThat(event.getSource().getComponent()).isEqualTo("Operator");
    assertThat(event.getReportingComponent()).isEqualTo("flink-operator");
    assertThat(event.getReportingInstance()).isEqualTo("flink-operator-0");
  }

  @Test
  void repeats_raise_the_count_by_one_patch_a_minute() {
    for (int i = 0; i < 50; i++) {
      events.publish(about, EventReason.JOB_MISSING, "gone");
    }
    clock.advance(Duration.ofSeconds(61));
    events.publish(about, EventReason.JOB_MISSING, "gone");

    // A request is noted when it is made, a little before it is answered.
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(eventsOfResource(1).get(0).getCount()).isEqualTo(51));
    assertThat(requests).containsExactly("POST", "PATCH");
    var event = eventsOfResource(1).get(0);
    assertThat(event.getLastTimestamp()).isEqualTo("2026-01-02T03:05:06Z");
  }

  @Test
  void the_next_process_goes_on_counting() {
    events.publish(about, EventReason.JOB_ERROR, "failed");
    eventsOfResource(1);
    events.close();
    events = new KubernetesEvents(counted, "flink-operator-1", clock);
    events.publish(about, EventReason.JOB_ERROR, "failed");
    clock.advance(Duration.ofSeconds(61));
    events.publish(about, EventReason.JOB_ERROR, "failed");

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(eventsOfResource(1).get(0).getCount()).isEqualTo(3));
  }

  @Test
  void an_event_deleted_meanwhile_is_made_again() {
    events.publish(about, EventReason.JOB_ERROR, "failed");
    client.resource(eventsOfResource(1).get(0)).delete();
    clock.advance(Duration.ofSeconds(61));
    events.publish(about, EventReason.JOB_ERROR, "failed");

    assertThat(eventsOfResource(1).get(0).getCount()).isEqualTo(2);
  }

  @Test
  void a_namespace_that_is_gone_does_not_hold_up_others() {
    var orphan =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("gone")
            .withName("basic")
            .withUid("1")
            .endMetadata()
            .build();
    events.publish(orphan, EventReason.CLEANUP, "deleted");
    events.publish(about, EventReason.CLEANUP, "deleted");

    assertThat(eventsOfResource(1)).hasSize(1);
  }

  @Test
  void publishing_returns_at_once_when_the_api_server_is_away() {
    var nowhere = new ConfigBuilder().withMasterUrl("http://127.0.0.1:1").build();
    try (var away = new KubernetesClientBuilder().withConfig(nowhere).build();
        var lost = new KubernetesEvents(away, "i", clock)) {
      var start = System.nanoTime();
      for (int i = 0; i < 3000; i++) {
        lost.publish(about, EventReason.SUBMIT, "number " + i);
      }
      // Each of them would be tried for more than a minute.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private List<Event> eventsOfResource(int expected) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                client
                    .v1()
                    .events()
                    .inNamespace("default")
                    .withField("involvedObject.uid", about.getMetadata().getUid())
                    .list()
                    .getItems(),
            items -> items.size() == expected);
  }

  private Interceptor recorder() {
    return new Interceptor() {
      @Override
      public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        requests.add(request.method());
      }
    };
  }
}
