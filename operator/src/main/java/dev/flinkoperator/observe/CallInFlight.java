package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Knows the call that is being made, of those made one after the other, so as to give it up. */
final class CallInFlight implements FlinkRest {

  private final FlinkRest rest;
  private @Nullable CompletableFuture<?> last;
  private boolean givenUp;

  CallInFlight(FlinkRest rest) {
    this.rest = rest;
  }

  @Override
  public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
    synchronized (this) {
      if (givenUp) {
        return CompletableFuture.failedFuture(new CancellationException());
      }
      CompletableFuture<T> call = rest.call(cluster, endpoint);
      last = call;
      return call;
    }
  }

  /** No call is made any more. */
  void giveUp() {
    CompletableFuture<?> call;
    synchronized (this) {
      givenUp = true;
      call = last;
    }
    if (call != null) {
      call.cancel(true);
    }
  }
}
