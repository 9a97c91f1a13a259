package dev.flinkoperator.jar;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets all who want the same thing at the same time wait for one piece of work. */
final class SingleFlight<K, V> {
  private final Map<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /**
   * @param work begun only if nobody else has begun it
   * @return to give up this wait, not the work
   */
  CompletableFuture<V> join(K key, Supplier<CompletableFuture<V>> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      return other.copy();
    }
    begin(work)
        .whenComplete(
            (value, failure) -> {
              // First out of the map: who comes now begins anew.
              flights.remove(key, mine);
              if (failure == null) {
                mine.complete(value);
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine.copy();
  }

  private static <V> CompletableFuture<V> begin(Supplier<CompletableFuture<V>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
