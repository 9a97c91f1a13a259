package dev.flinkoperator.flinkrest;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a main method could not be run: the last two causes of the trace that Flink answers with. The
 * first ones are always the same ("Could not execute application.").
 */
final class LastCauses {
  private static final int CAUSES = 2;
  private static final int MAX_LENGTH = 360;
  private static final String CAUSED_BY = "Caused by: ";
  private static final String GENERAL = "Internal server error.";
  private static final String FRAME = "<Exception on server side:";

  private LastCauses() {}

  /** One line; empty if there is nothing in the texts. */
  static String of(List<String> errors) {
    List<String> causes = new ArrayList<>();
    errors.forEach(error -> collect(error, causes));
    // A wrapper without words of its own repeats the cause it wraps.
    for (int i = causes.size() - 2; i >= 0; i--) {
      if (causes.get(i).endsWith(causes.get(i + 1)) || causes.get(i).equals(GENERAL)) {
        causes.remove(i);
      }
    }
    List<String> last = causes.subList(Math.max(0, causes.size() - CAUSES), causes.size());
    int room = MAX_LENGTH / Math.max(1, last.size());
    last.replaceAll(cause -> OneLine.of(shortened(cause), room));
    return String.join("; caused by ", last);
  }

  private static void collect(String error, List<String> causes) {
    boolean first = true;
    for (String line : error.lines().toList()) {
      if (line.startsWith(CAUSED_BY)) {
        causes.add(line.substring(CAUSED_BY.length()).strip());
      } else if (first && !line.isBlank() && !line.startsWith(FRAME)) {
        causes.add(line.strip());
      }
      first = first && (line.isBlank() || line.startsWith(FRAME));
    }
  }

  /** Without the package of its class, and without a period: a text goes on behind it. */
  private static String shortened(String cause) {
    String shorter = cause.replaceFirst("^(?:[a-zA-Z_$][\\w$]*\\.)+(?=[A-Z][\\w$]*(?::|$))", "");
    return shorter.endsWith(".") ? shorter.substring(0, shorter.length() - 1) : shorter;
  }
}
