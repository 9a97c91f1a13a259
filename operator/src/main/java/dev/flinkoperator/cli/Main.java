package dev.flinkoperator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The executable: {@code flink-operator run}. */
@Command(
    name = "flink-operator",
    description = "A Kubernetes operator for Apache Flink.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = RunCommand.class)
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    int code = new CommandLine(new Main()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}
