package dev.flinkoperator.e2e.support;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules every single status has to keep, whatever it is about. */
final class HonestStatus {
  private HonestStatus() {}

  private static final int LONGEST_TEXT = 4096;

  static List<String> complaints(StatusView state) {
    if (state.text("/observedGeneration").isEmpty()
        || state.text("/observedGeneration").equals("-1")) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    List<String> saying =
        Stream.of("Reconciling", "Stalled", "Ready").filter(state::isTrue).toList();
    if (saying.size() != 1) {
      found.add("exactly one of Reconciling, Stalled and Ready is true, but here " + saying);
    }
    if (!state.hasCondition("Ready") || !state.hasCondition("Running")) {
      found.add("Ready and Running are always there");
    }
    for (String onlyWhenTrue : List.of("Reconciling", "Stalled")) {
      if (state.hasCondition(onlyWhenTrue) && !state.isTrue(onlyWhenTrue)) {
        found.add(onlyWhenTrue + " is there only when true");
      }
    }
    found.addAll(readers(state));
    String text = state.resource().path("status").toString();
    if (text.contains("\\n\\tat ") || text.contains("\\tat org.")) {
      found.add("no stack trace in a status");
    }
    if (longestText(state) > LONGEST_TEXT) {
      found.add("no text longer than " + LONGEST_TEXT + " characters");
    }
    return found.stream().map(complaint -> complaint + ": " + state).toList();
  }

  /** What Argo CD and kstatus (Flux, kubectl wait) must make of it. */
  private static List<String> readers(StatusView state) {
    if (state.resource().at("/metadata/deletionTimestamp").isTextual()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    ArgoHealth.Health argo = ArgoHealth.of(state);
    String expected = expectedOfArgo(state);
    if (!argo.status().equals(expected)) {
      found.add("Argo CD should say " + expected + " but says " + argo);
    }
    if (expected.equals("Degraded") && argo.message().isBlank()) {
      found.add("Argo CD should show why it is Degraded");
    }
    String kstatus = KStatus.of(state);
    String expectedKstatus = expectedOfKstatus(state);
    if (!kstatus.equals(expectedKstatus)) {
      found.add("kstatus should say " + expectedKstatus + " but says " + kstatus);
    }
    return found;
  }

  private static String expectedOfArgo(StatusView state) {
    if (state.isTrue("Ready")) {
      return "Healthy";
    }
    boolean broken = state.text("/jobManagerDeploymentStatus").equals("ERROR");
    return state.isTrue("Stalled") && broken ? "Degraded" : "Progressing";
  }

  private static String expectedOfKstatus(StatusView state) {
    if (!state.isCurrent()) {
      return "InProgress";
    }
    if (state.isTrue("Ready")) {
      return "Current";
    }
    return state.isTrue("Stalled") ? "Failed" : "InProgress";
  }

  private static int longestText(StatusView state) {
    return Stream.of(
            state.text("/error"),
            state.text("/reconciliationStatus/error"),
            state.message("Ready"),
            state.message("Stalled"),
            state.message("Reconciling"),
            state.message("Running"))
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }
}
