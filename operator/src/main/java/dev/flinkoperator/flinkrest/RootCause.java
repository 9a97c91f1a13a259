package dev.flinkoperator.flinkrest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The causes in a printed Java stack trace, without the trace: {@code JobException: Recovery is
 * suppressed by …; caused by RuntimeException: boom}.
 */
final class RootCause {
  /** Longest text made, in chars. */
  static final int MAX_LENGTH = 1000;

  private static final int MAX_CAUSES = 4;
  private static final int MAX_CAUSE_LENGTH = 240;
  private static final String CAUSED_BY = "Caused by: ";
  private static final String JOINT = "; caused by ";

  private RootCause() {}

  /** One line of at most {@value #MAX_LENGTH} chars; null if there is no cause in the text. */
  static @Nullable String of(String stackTrace) {
    List<String> causes = new ArrayList<>();
    // A message may run over lines; only its first is kept, and only an unindented line that opens
    // the text or follows "Caused by:" opens a cause. Suppressed and enclosed ones are indented.
    stackTrace
        .lines()
        .forEach(
            line -> {
              if (line.startsWith(CAUSED_BY)) {
                causes.add(cause(line.substring(CAUSED_BY.length())));
              } else if (causes.isEmpty() && !line.isBlank()) {
                causes.add(cause(line));
              }
            });
    causes.removeIf(String::isEmpty);
    if (causes.isEmpty()) {
      return null;
    }
    if (causes.size() > MAX_CAUSES) {
      // The last ones are the ones to mend, the first says what Flink made of it.
      causes.subList(1, causes.size() - (MAX_CAUSES - 1)).clear();
    }
    causes.replaceAll(RootCause::withoutPeriod);
    return OneLine.of(String.join(JOINT, causes), MAX_LENGTH);
  }

  private static String withoutPeriod(String cause) {
    return cause.endsWith(".") ? cause.substring(0, cause.length() - 1) : cause;
  }

  /** One printed exception: its class without the package, as people read it; its message. */
  static String cause(String line) {
    String text = OneLine.of(line, MAX_CAUSE_LENGTH);
    int colon = text.indexOf(": ");
    String type = colon < 0 ? text : text.substring(0, colon);
    if (!type.matches("[\\w$.]+")) {
      return text;
    }
    String shortType = type.substring(type.lastIndexOf('.') + 1);
    return shortType.isEmpty() ? text : shortType + text.substring(type.length());
  }
}
