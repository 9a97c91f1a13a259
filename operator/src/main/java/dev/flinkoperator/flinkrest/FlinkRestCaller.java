package dev.flinkoperator.flinkrest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that talks to Flink: transport, time and size limits, calls in flight. Redirects
 * are not followed: Flink answers itself, and what stands in front of it may lead anywhere.
 */
public final class FlinkRestCaller implements FlinkRest, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkRestCaller.class);

  /** A name look-up blocks a thread of the pool, hence more than the work itself would need. */
  private static final int THREADS = 8;

  /** Files on their way at the same time: they must not take the wire from the short calls. */
  private static final int UPLOADS = 4;

  private static final int MAX_REFUSAL_BYTES = 64 << 10;

  private final RestSettings settings;
  private final CallListener listener;
  private final InFlightLimit limit;
  private final InFlightLimit uploads = new InFlightLimit(UPLOADS);
  private final AnswerReader reader = new AnswerReader();
  private final ThreadPoolExecutor threads = threads();
  private final HttpClient http;
  private final Set<Call<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public FlinkRestCaller(RestSettings settings, CallListener listener) {
    this.settings = settings;
    this.listener = listener;
    this.limit = new InFlightLimit(settings.maxInFlight());
    this.http = httpClient(settings, threads);
  }

  @Override
  public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
    Call<T> call = new Call<>(cluster, endpoint, new CompletableFuture<>());
    HttpRequest request = Requests.of(cluster, endpoint);
    if (request == null) {
      call.fail(Outcome.BAD_ADDRESS, "no usable http address");
      return call.result;
    }
    open.add(call);
    call.result.whenComplete((answer, failure) -> open.remove(call));
    InFlightLimit places = endpoint.file() == null ? limit : uploads;
    places.enter(() -> send(request, call, places));
    if (closed) {
      call.fail(Outcome.CANCELLED, "client is closed");
    }
    return call.result;
  }

  /** Gives up the calls in flight and refuses new ones. */
  @Override
  public void close() {
    closed = true;
    open.forEach(call -> call.fail(Outcome.CANCELLED, "client is closed"));
    threads.shutdown();
  }

  /** False if the call was given up while it stood in line. */
  private <T> boolean send(HttpRequest request, Call<T> call, InFlightLimit places) {
    if (closed || call.result.isDone()) {
      return false;
    }
    long began = System.nanoTime();
    CompletableFuture<HttpResponse<byte[]>> exchange = http.sendAsync(request, body());
    // The HTTP client's own timeout ends with the headers; this one holds for the last byte too.
    CompletableFuture<HttpResponse<byte[]>> inTime =
        exchange.copy().orTimeout(timeLimit(call.endpoint).toMillis(), TimeUnit.MILLISECONDS);
    inTime.whenComplete(
        (response, failure) -> {
          places.leave();
          Outcome outcome = end(call, response, failure);
          tell(call.endpoint, outcome, System.nanoTime() - began);
        });
    // However the call ended, by time or by its asker: nothing is left behind on the wire.
    call.result.whenComplete(
        (answer, failure) -> {
          inTime.cancel(false);
          exchange.cancel(true);
        });
    return true;
  }

  private <T> Outcome end(
      Call<T> call, @Nullable HttpResponse<byte[]> response, @Nullable Throwable failure) {
    if (response == null) {
      Throwable thrown = Objects.requireNonNullElseGet(failure, CancellationException::new);
      TransportFailure why = TransportFailure.of(thrown, settings, timeLimit(call.endpoint));
      call.fail(why.outcome(), why.reason());
      return why.outcome();
    }
    try {
      call.result.complete(reader.read(call.cluster, call.endpoint, response));
      return Outcome.OK;
    } catch (FlinkRestException e) {
      call.result.completeExceptionally(e);
      return e.outcome();
    }
  }

  private Duration timeLimit(Endpoint<?> endpoint) {
    return Objects.requireNonNullElse(endpoint.timeLimit(), settings.requestTimeout());
  }

  private void tell(Endpoint<?> endpoint, Outcome outcome, long nanos) {
    try {
      listener.ended(endpoint.name(), outcome, nanos);
    } catch (RuntimeException e) {
      LOG.warn("Listener for REST calls failed on {}", endpoint.name(), e);
    }
  }

  private BodyHandler<byte[]> body() {
    return head ->
        head.statusCode() / 100 == 2
            ? BoundedBody.whole(settings.maxAnswerBytes())
            : BoundedBody.beginning(MAX_REFUSAL_BYTES);
  }

  private static HttpClient httpClient(RestSettings settings, ThreadPoolExecutor threads) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            // Flink speaks HTTP/1.1 only; the default would offer an upgrade in each request.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(threads);
    if (settings.tls() != null) {
      builder.sslContext(settings.tls());
    }
    return builder.build();
  }

  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "flink-rest-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private record Call<T>(URI cluster, Endpoint<T> endpoint, CompletableFuture<T> result) {
    void fail(Outcome outcome, String reason) {
      result.completeExceptionally(FlinkRestException.of(cluster, endpoint, outcome, reason));
    }
  }
}
