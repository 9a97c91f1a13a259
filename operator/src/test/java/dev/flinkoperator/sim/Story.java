package dev.flinkoperator.sim;

/**
 * What happened, a line each. Silent in most runs: a run that fails is told when it is repeated.
 */
final class Story {

  private final Timeline timeline;
  private final boolean told;
  private final StringBuilder lines = new StringBuilder();

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
          "%4d.%03d  %-10s %s%n"
              .formatted(millis / 1000, millis % 1000, who, what.formatted(details)));
    }
  }

  String text() {
    return lines.toString();
  }
}
