package dev.flinkoperator.flinkrest;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Asks Flink clusters. Never blocks the thread that asks. */
public interface FlinkRest {
  /**
   * Makes one call.
   *
   * @param cluster where the cluster's REST API begins, for example {@code
   *     http://basic-example-rest.default:8081}; a path in front of the API is allowed
   * @return the answer, or completed with a {@link FlinkRestException} and nothing else. Cancelling
   *     it gives the call up
   */
  <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint);
}
