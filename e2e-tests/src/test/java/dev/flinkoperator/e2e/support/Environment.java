package dev.flinkoperator.e2e.support;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code environment.sh up} left for the tests.
 *
 * @param kubeconfig an administrator's way to the cluster
 * @param tenant the objects a namespace needs before Flink can run in it
 * @param auditLog the API server's record of every request; empty when a cluster keeps none
 * @param network a command line in front of a command that is to run in the cluster's network;
 *     empty when there is no way in
 * @param kubectl a command line in front of kubectl's arguments
 * @param examples the folder of manifests that users start from
 * @param logs where a failed test leaves what it saw
 * @param journeyJob the jar that e2e-tests/job builds
 */
public record Environment(
    Path kubeconfig,
    Path tenant,
    Optional<Path> auditLog,
    Optional<String> network,
    String kubectl,
    Path examples,
    Path logs,
    Path journeyJob) {

  private static final Environment LOADED = load();

  public static Environment get() {
    return LOADED;
  }

  private static Environment load() {
    Path file = Path.of(System.getProperty("e2e.environment", "target/environment.properties"));
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          file + " is not there: run e2e-tests/environment.sh up, or mvn -B verify, which does so");
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Environment(
        Path.of(properties.getProperty("kubeconfig")),
        Path.of(properties.getProperty("tenant")),
        Optional.of(properties.getProperty("auditLog", ""))
            .filter(path -> !path.isBlank())
            .map(Path::of),
        Optional.of(properties.getProperty("network", "")).filter(command -> !command.isBlank()),
        properties.getProperty("kubectl"),
        Path.of(System.getProperty("e2e.examples", "../examples")),
        Path.of(System.getProperty("e2e.logs", "target/e2e-logs")),
        Path.of(System.getProperty("e2e.journeyJob", "job/target/journey-job.jar")));
  }
}
