package dev.flinkoperator.metrics;

import io.fabric8.kubernetes.client.http.Interceptor;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All meters of one operator process. */
public final class OperatorMetrics implements AutoCloseable {

  /** The content type of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final AtomicInteger leader = new AtomicInteger();
  private final ResourceStates states = new ResourceStates(registry);
  private final Metrics josdk = MicrometerMetrics.withoutPerResourceMetrics(registry);
  private final Interceptor apiServer = new ApiServerCalls(registry);

  /** Makes the registry and the meters of the JVM. */
  public OperatorMetrics() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
    Gauge.builder("flink.operator.leader", leader, AtomicInteger::get)
        .description("1 while this process is the one that acts")
        .register(registry);
  }

  /** What the operator framework counts: passes, retries, failures and their time. */
  public Metrics josdk() {
    return josdk;
  }

  /** Counts requests to the API server, once added to the client's HTTP client. */
  public Interceptor apiServer() {
    return apiServer;
  }

  /** How many resources are in which state. */
  public ResourceStates states() {
    return states;
  }

  /** Tells whether this process holds the lease. */
  public void leading(boolean yes) {
    leader.set(yes ? 1 : 0);
  }

  /**
   * Counts a call of Flink's REST API.
   *
   * @param endpoint short and constant, never with an id in it
   * @param outcome one of a few words
   */
  public void flinkCall(String endpoint, String outcome, long nanos) {
    Timer.builder("flink.operator.flink.requests")
        .description("Calls of Flink's REST API")
        .tag("endpoint", endpoint)
        .tag("outcome", outcome)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** All meters in Prometheus' text format. */
  public String scrape() {
    states.refresh();
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
