package dev.flinkoperator.cli;

import dev.flinkoperator.config.ConfigException;
import dev.flinkoperator.config.ConfigFile;
import dev.flinkoperator.config.LogSettings;
import dev.flinkoperator.config.OperatorConfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the operator until the process is told to stop. */
@Command(
    name = "run",
    description = "Runs the operator in the cluster of the present kubeconfig or service account.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:stopped as asked", "1:cannot run", "2:bad arguments or configuration"})
final class RunCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Configuration, YAML; see docs/configuration.md. Default: $FLINK_OPERATOR_CONFIG, or"
              + " none.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    OperatorConfig parsed;
    try {
      parsed = OperatorConfig.parse(file(), System.getenv());
    } catch (ConfigException e) {
      if (command != null) {
        command.commandLine().getErr().println(e.getMessage());
      }
      return 2;
    }
    // Before the first logger is made.
    LogSettings.apply(parsed.logging());
    OperatorProcess.wire(parsed, new ConfigBuilder(), Clock.systemUTC()).stopWithProcess().start();
    return 0;
  }

  private Map<String, String> file() {
    String fromEnvironment = System.getenv("FLINK_OPERATOR_CONFIG");
    Path path =
        config != null
            ? config
            : fromEnvironment == null || fromEnvironment.isBlank()
                ? null
                : Path.of(fromEnvironment);
    return path == null ? Map.of() : ConfigFile.read(path);
  }
}
