package dev.flinkoperator.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The resources of which nobody knows whether their last status write was done: its answer was
 * lost. What the cache shows of their status may be older than that write, and the news of a status
 * makes no pass, so a status that seems to stand already is written all the same. That write is
 * bound to a resource version: while the cache is behind it is refused, and tried again.
 */
public final class UnansweredWrites {

  private final Set<ResourceID> unanswered = ConcurrentHashMap.newKeySet();

  public boolean has(ResourceID id) {
    return unanswered.contains(id);
  }

  /**
   * @throws KubernetesClientException as the write
   */
  public <T> T write(ResourceID id, Supplier<T> write) {
    boolean first = unanswered.add(id);
    T written;
    try {
      written = write.get();
    } catch (KubernetesClientException failure) {
      if (first && isRefusal(failure.getCode())) {
        unanswered.remove(id);
      }
      throw failure;
    }
    unanswered.remove(id);
    return written;
  }

  /** The resource is gone. */
  public void forget(ResourceID id) {
    unanswered.remove(id);
  }

  /** Answered, and not done. */
  private static boolean isRefusal(int code) {
    return code >= HttpURLConnection.HTTP_BAD_REQUEST
        && code < HttpURLConnection.HTTP_INTERNAL_ERROR;
  }
}
