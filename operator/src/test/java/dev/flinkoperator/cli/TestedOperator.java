package dev.flinkoperator.cli;

import dev.flinkoperator.config.OperatorConfig;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Clock;
import java.util.Map;

/** The operator as {@code run} wires it, within the process of a test. */
public final class TestedOperator implements AutoCloseable {

  private final OperatorProcess process;

  private TestedOperator(OperatorProcess process) {
    this.process = process;
  }

  /**
   * Returns when its watches are in place.
   *
   * @param settings as in the operator's configuration file
   */
  public static TestedOperator start(
      Map<String, String> settings, ConfigBuilder cluster, Clock clock) {
    OperatorProcess process =
        OperatorProcess.wire(OperatorConfig.parse(settings, Map.of()), cluster, clock);
    process.start();
    return new TestedOperator(process);
  }

  /** Stops it in order. */
  @Override
  public void close() {
    process.close();
  }
}
