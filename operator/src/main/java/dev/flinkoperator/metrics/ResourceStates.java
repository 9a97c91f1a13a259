package dev.flinkoperator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts resources by their state; one label set a namespace, kind and state, none a resource. */
public final class ResourceStates {

  private final Map<Resource, State> last = new ConcurrentHashMap<>();
  private final MultiGauge lifecycles;
  private final MultiGauge jobs;

  ResourceStates(MeterRegistry registry) {
    lifecycles =
        MultiGauge.builder("flink.operator.resources")
            .description("Resources by lifecycle state and readiness")
            .register(registry);
    jobs =
        MultiGauge.builder("flink.operator.jobs")
            .description("Resources by the state of their Flink job")
            .register(registry);
  }

  private record Resource(String kind, String namespace, String name) {}

  /**
   * @param job null: it is of a kind that has none
   */
  private record State(String lifecycle, boolean ready, @Nullable String job) {}

  /**
   * Notes the state of a resource.
   *
   * @param lifecycle status.lifecycleState
   * @param job status.jobStatus.state; empty when there is no job
   */
  public void observed(
      String kind, String namespace, String name, String lifecycle, boolean ready, String job) {
    last.put(new Resource(kind, namespace, name), new State(lifecycle, ready, job));
  }

  /**
   * Notes the state of a resource of a kind that runs no job.
   *
   * @param state it names itself
   */
  public void observed(String kind, String namespace, String name, String state, boolean ready) {
    last.put(new Resource(kind, namespace, name), new State(state, ready, null));
  }

  /** Forgets a resource that is gone. */
  public void removed(String kind, String namespace, String name) {
    last.remove(new Resource(kind, namespace, name));
  }

  /** Brings the gauges up to date. */
  synchronized void refresh() {
    lifecycles.register(
        rows(
            state -> true,
            (resource, state) ->
                labels(resource)
                    .and("lifecycle", state.lifecycle(), "ready", String.valueOf(state.ready()))),
        true);
    jobs.register(
        rows(
            state -> state.job() != null,
            (resource, state) -> labels(resource).and("state", job(state))),
        true);
  }

  private static String job(State state) {
    String job = state.job();
    return job == null || job.isEmpty() ? "NONE" : job;
  }

  private Iterable<MultiGauge.Row<?>> rows(
      Predicate<State> counted, BiFunction<Resource, State, Tags> labels) {
    var counts =
        last.entrySet().stream()
            .filter(e -> counted.test(e.getValue()))
            .collect(
                Collectors.groupingBy(
                    e -> labels.apply(e.getKey(), e.getValue()), Collectors.counting()));
    return counts.entrySet().stream()
        .<MultiGauge.Row<?>>map(e -> MultiGauge.Row.of(e.getKey(), e.getValue()))
        .toList();
  }

  private static Tags labels(Resource resource) {
    return Tags.of("namespace", resource.namespace(), "kind", resource.kind());
  }
}
