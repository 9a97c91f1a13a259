package dev.flinkoperator.health;

import io.javaoperatorsdk.operator.RuntimeInfo;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Names the operator's watches on the API server that are down. */
public final class InformerHealth {
  private final RuntimeInfo runtime;

  /** Makes the check. */
  public InformerHealth(RuntimeInfo runtime) {
    this.runtime = runtime;
  }

  /**
   * A line for each informer that is down; empty before the operator has started. Informers
   * reconnect by themselves, so {@link LastingProblems} goes around this for liveness.
   */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    if (!runtime.isStarted()) {
      return problems;
    }
    for (var controller :
        runtime.unhealthyInformerWrappingEventSourceHealthIndicator().entrySet()) {
      for (var source : controller.getValue().entrySet()) {
        Map<?, ?> informers = source.getValue().informerHealthIndicators();
        for (var informer : informers.values()) {
          if (informer instanceof InformerHealthIndicator indicator && !isUp(indicator)) {
            problems.add(
                "the informer %s of %s does not watch (namespace %s)"
                    .formatted(
                        source.getKey(), controller.getKey(), indicator.getTargetNamespace()));
          }
        }
      }
    }
    return problems;
  }

  private static boolean isUp(InformerHealthIndicator informer) {
    return informer.isRunning() && informer.hasSynced() && informer.isWatching();
  }
}
