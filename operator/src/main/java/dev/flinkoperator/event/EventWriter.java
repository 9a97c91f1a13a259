package dev.flinkoperator.event;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes events to the API server: one POST for a new one; repeats only raise the count, by a patch
 * at most once a minute. Needs the verbs create and patch. Used by one thread.
 */
final class EventWriter {

  /** The API server drops events after an hour; what was written before that is gone. */
  private static final Duration WINDOW = Duration.ofHours(1);

  private static final Duration BETWEEN_PATCHES = Duration.ofMinutes(1);
  private static final int MOST_REMEMBERED = 2000;

  private final KubernetesClient client;
  private final String instance;
  private final Map<String, Written> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Written> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  EventWriter(KubernetesClient client, String instance) {
    this.client = client;
    this.instance = instance;
  }

  /** What is known of an event of which {@code count} were seen. */
  private record Written(int count, Instant first, Instant lastWrite) {}

  /**
   * Writes the event, or remembers that it happened again.
   *
   * @throws KubernetesClientException when the API server refuses
   */
  void write(EventRecord event) {
    var key = event.namespace() + "/" + event.name();
    var known = written.get(key);
    if (known == null || Duration.between(known.lastWrite(), event.at()).compareTo(WINDOW) > 0) {
      written.put(key, first(event));
      return;
    }
    int count = known.count() + 1;
    if (Duration.between(known.lastWrite(), event.at()).compareTo(BETWEEN_PATCHES) < 0) {
      written.put(key, new Written(count, known.first(), known.lastWrite()));
      return;
    }
    raise(event, count, known.first());
    written.put(key, new Written(count, known.first(), event.at()));
  }

  private Written first(EventRecord event) {
    try {
      create(event, 1, event.at());
      return new Written(1, event.at(), event.at());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // An earlier process wrote it: its count comes back from the patch and is raised next time.
      var there =
          patch(event, "{\"lastTimestamp\":\"%s\"}".formatted(EventRecord.time(event.at())));
      int count = there.getCount() == null ? 1 : there.getCount();
      return new Written(count + 1, event.at(), event.at());
    }
  }

  private void raise(EventRecord event, int count, Instant first) {
    try {
      patch(
          event,
          "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(count, EventRecord.time(event.at())));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      create(event, count, first);
    }
  }

  private void create(EventRecord event, int count, Instant first) {
    client
        .v1()
        .events()
        .inNamespace(event.namespace())
        .resource(event.toEvent(count, first, instance))
        .create();
  }

  private Event patch(EventRecord event, String json) {
    // Given an object, the client sends the patch only; given a name it would read first.
    var target =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(event.namespace())
            .withName(event.name())
            .endMetadata()
            .build();
    return client.v1().events().resource(target).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }
}
