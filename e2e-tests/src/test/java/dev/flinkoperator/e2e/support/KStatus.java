package dev.flinkoperator.e2e.support;

/**
 * What Flux and other users of kstatus make of a resource: a status about an older generation is
 * work in progress, then the conditions decide, the abnormal ones first.
 */
public final class KStatus {
  private KStatus() {}

  public static String of(StatusView state) {
    if (state.resource().at("/metadata/deletionTimestamp").isTextual()) {
      return "Terminating";
    }
    boolean gated = !state.resource().at("/status/observedGeneration").isMissingNode();
    if (gated && !state.isCurrent()) {
      return "InProgress";
    }
    if (state.isTrue("Reconciling")) {
      return "InProgress";
    }
    if (state.isTrue("Stalled")) {
      return "Failed";
    }
    if (state.hasCondition("Ready") && !state.isTrue("Ready")) {
      return "InProgress";
    }
    return "Current";
  }
}
