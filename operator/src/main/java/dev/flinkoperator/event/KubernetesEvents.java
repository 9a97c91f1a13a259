package dev.flinkoperator.event;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes events as core/v1 Events into the resource's namespace, from a thread of its own, so that
 * a slow API server never holds up a pass. When too many wait, further ones are dropped.
 */
public final class KubernetesEvents implements Events, AutoCloseable {

  /** Who writes the events. */
  public static final String REPORTING_COMPONENT = "flink-operator";

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEvents.class);
  private static final int MOST_WAITING = 1000;
  private static final Duration LAST_WRITES = Duration.ofSeconds(3);

  /** Expected where a namespace is being deleted or gives us no right to write events. */
  private static final Set<Integer> EXPECTED =
      Set.of(
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          HttpURLConnection.HTTP_CONFLICT);

  private final Clock clock;
  private final EventWriter writer;
  private final ThreadPoolExecutor thread;
  private final AtomicBoolean full = new AtomicBoolean();

  /**
   * Makes the port; its thread starts with the first event.
   *
   * @param instance the name of this process, as a rule its pod's
   */
  public KubernetesEvents(KubernetesClient client, String instance, Clock clock) {
    this.clock = clock;
    this.writer = new EventWriter(client, instance);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            KubernetesEvents::daemon,
            (event, executor) -> dropped(executor));
  }

  @Override
  public void publish(HasMetadata about, EventReason reason, String message) {
    var record = EventRecord.of(about, reason, message, clock.instant());
    thread.execute(() -> write(record));
  }

  /** Writes what waits, for three seconds at most. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("{} events were not written before the end", thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable work) {
    var made = new Thread(work, "events");
    made.setDaemon(true);
    return made;
  }

  /** Says so once, until one gets through again. */
  private void dropped(ThreadPoolExecutor executor) {
    if (!executor.isShutdown() && full.compareAndSet(false, true)) {
      LOG.warn("{} events wait to be written; further ones are dropped", MOST_WAITING);
    }
  }

  private void write(EventRecord event) {
    try {
      writer.write(event);
      full.set(false);
    } catch (KubernetesClientException e) {
      var level = EXPECTED.contains(e.getCode()) ? Level.DEBUG : Level.WARN;
      LOG.atLevel(level)
          .addKeyValue("namespace", event.namespace())
          .addKeyValue("name", event.about().getName())
          .addKeyValue("reason", event.reason().reason())
          .addKeyValue("code", e.getCode())
          .log("an event could not be written");
    } catch (RuntimeException e) {
      LOG.warn("an event could not be written: {}", e.getClass().getSimpleName());
    }
  }
}
