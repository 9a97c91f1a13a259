package dev.flinkoperator.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What happened, a line each. Silent in most runs: a run that fails is told when it is repeated.
 */
final class Story {

  private static final Pattern ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{24}\\b");

  private final Timeline timeline;
  private final boolean told;
  private final StringBuilder lines = new StringBuilder();
  private final Map<String, String> last = new HashMap<>();

  Story(Timeline timeline, boolean told) {
    this.timeline = timeline;
    this.told = told;
  }

  boolean told() {
    return told;
  }

  /**
   * @param what a format of {@link String#format}
   */
  void tell(String who, String what, Object... details) {
    if (told) {
      long millis = timeline.now();
      lines.append(
          "%4d.%03d  %-10s %s\n"
              .formatted(millis / 1000, millis % 1000, who, shortened(what.formatted(details))));
    }
  }

  /** As {@link #tell}, but not what the same one has said last on this topic. */
  void tellNews(String who, String topic, String what) {
    if (told && !what.equals(last.put(who + topic, what))) {
      tell(who, "%s", what);
    }
  }

  /** Eight digits tell ids apart. */
  private static String shortened(String text) {
    return ID.matcher(text).replaceAll("$1");
  }

  String text() {
    return lines.toString();
  }
}
