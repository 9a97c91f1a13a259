package dev.flinkoperator.config;

import java.util.List;

/** The configuration can't be used; the message lists every problem found, one a line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(List<String> problems) {
    super(text(problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, one sentence each, never empty. */
  public List<String> problems() {
    return problems;
  }

  private static String text(List<String> problems) {
    var heading =
        problems.size() == 1
            ? "The operator's configuration has a problem:"
            : "The operator's configuration has " + problems.size() + " problems:";
    return heading + "\n- " + String.join("\n- ", problems);
  }
}
