package dev.flinkoperator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of its own status writes, for each resource.
 *
 * <p>Whether the last one was done: where its answer was lost, nobody knows. What the cache shows
 * of the status may be older than that write, so a status that seems to stand already is written
 * all the same. That write is bound to a resource version: while the cache is behind it is refused,
 * and tried again.
 *
 * <p>Which news of a status are of somebody else: a former leader, say, that was held up and did
 * not know yet that it leads no more. Such news make a pass, which puts the status right; those of
 * writes of one's own make none. Whoever writes again and again is answered once in a while only.
 */
public final class OwnWrites {

  /** A pass makes two at most, and watches are seldom further behind than this. */
  private static final int REMEMBERED = 8;

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Map<ResourceID, Known> known = new ConcurrentHashMap<>();

  private static final class Known {
    private final Deque<Object> written = new ArrayDeque<>();
    private boolean unanswered;
    private boolean othersWrote;
    private boolean pausing;
  }

  /** Nobody knows whether the last status write of the resource was done. */
  public boolean unanswered(ResourceID id) {
    Known resource = known.get(id);
    if (resource == null) {
      return false;
    }
    synchronized (resource) {
      return resource.unanswered;
    }
  }

  /**
   * @throws KubernetesClientException as the write
   */
  public <T> T write(ResourceID id, Object status, Supplier<T> write) {
    Known resource = of(id);
    boolean first;
    synchronized (resource) {
      first = !resource.unanswered;
      resource.unanswered = true;
      // Before the write: its news may be here before its answer.
      resource.written.addLast(status);
      if (resource.written.size() > REMEMBERED) {
        resource.written.removeFirst();
      }
    }
    T written;
    try {
      written = write.get();
    } catch (KubernetesClientException failure) {
      if (first && isRefusal(failure.getCode())) {
        answered(resource);
      }
      throw failure;
    }
    answered(resource);
    return written;
  }

  /**
   * To be told of every news of the resource, in their order.
   *
   * @return somebody else has written the status, and it is time to look at it
   */
  public boolean concernedBy(ResourceID id, @Nullable Object before, @Nullable Object status) {
    Known resource = of(id);
    synchronized (resource) {
      if (Objects.equals(before, status) || isOwn(resource.written, status)) {
        return false;
      }
      boolean now = !resource.pausing;
      resource.othersWrote = true;
      resource.pausing = true;
      return now;
    }
  }

  /**
   * To be asked at the end of every pass: whoever has written the status may have done so again.
   *
   * @param planned when to look again for other reasons; null: not at all
   * @return when to look again; null: not at all
   */
  public @Nullable Duration wake(ResourceID id, @Nullable Duration planned) {
    Known resource = known.get(id);
    if (resource == null) {
      return planned;
    }
    synchronized (resource) {
      resource.pausing = resource.othersWrote;
      resource.othersWrote = false;
      boolean sooner = planned == null || planned.compareTo(PAUSE) > 0;
      return resource.pausing && sooner ? PAUSE : planned;
    }
  }

  /** The resource is gone. */
  public void forget(ResourceID id) {
    known.remove(id);
  }

  private Known of(ResourceID id) {
    return known.computeIfAbsent(id, each -> new Known());
  }

  private static void answered(Known resource) {
    synchronized (resource) {
      resource.unanswered = false;
    }
  }

  /** Those before it are history: with the same text, somebody else has written it. */
  private static boolean isOwn(Deque<Object> written, @Nullable Object status) {
    int older = -1;
    int index = 0;
    for (Object each : written) {
      if (each.equals(status)) {
        older = index;
      }
      index++;
    }
    Iterator<Object> oldest = written.iterator();
    for (int i = 0; i < older; i++) {
      oldest.next();
      oldest.remove();
    }
    return older >= 0;
  }

  /** Answered, and not done. */
  private static boolean isRefusal(int code) {
    return code >= HttpURLConnection.HTTP_BAD_REQUEST
        && code < HttpURLConnection.HTTP_INTERNAL_ERROR;
  }
}
