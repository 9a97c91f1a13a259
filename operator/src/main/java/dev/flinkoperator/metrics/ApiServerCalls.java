package dev.flinkoperator.metrics;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.util.List;

/** Counts requests to the API server by verb, resource and answer. */
final class ApiServerCalls implements Interceptor {

  private final MeterRegistry registry;

  ApiServerCalls(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    count(request, Integer.toString(response.code()));
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    count(request, "none");
  }

  private void count(HttpRequest request, String code) {
    var call = ApiServerCall.of(request.method(), request.uri(), contentType(request));
    Counter.builder("flink.operator.kubernetes.requests")
        .description("Requests to the Kubernetes API server")
        .tag("verb", call.verb())
        .tag("resource", call.resource())
        .tag("code", code)
        .register(registry)
        .increment();
  }

  private static String contentType(HttpRequest request) {
    var type = request.header("Content-Type");
    return type == null ? "" : type;
  }
}
