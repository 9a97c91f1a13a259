package dev.flinkoperator.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of docs/performance.md that holds figures. */
final class PerformancePage {
  private static final String BEGIN = "<!-- figures: written by e2e-tests/cost/measure.sh -->\n";
  private static final String END = "<!-- end of the figures -->";

  private PerformancePage() {}

  static void write(Path page, String figures) throws IOException {
    var text = Files.readString(page);
    var from = text.indexOf(BEGIN);
    var to = text.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalStateException(page + " has lost the marks around its figures");
    }
    Files.writeString(
        page,
        text.substring(0, from + BEGIN.length()) + "\n" + figures + "\n\n" + text.substring(to));
  }
}
