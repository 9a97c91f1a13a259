package dev.flinkoperator.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The operator's settings, whole and checked.
 *
 * @param flinkDefaults Flink settings, and defaults of {@code kubernetes.operator.*} settings a
 *     resource may override, as the file has them; {@code
 *     kubernetes.operator.default-configuration.*} is not resolved. May hold credentials, so it is
 *     kept out of {@link #toString}
 * @param keysWithoutEffect settings of Apache's operator in the file that change nothing here
 */
public record OperatorConfig(
    Watch watch,
    Reconcile reconcile,
    LeaderElection leaderElection,
    FlinkRest flinkRest,
    Polling polling,
    Ports ports,
    Logging logging,
    Limits limits,
    Jars jars,
    SortedMap<String, String> flinkDefaults,
    List<String> keysWithoutEffect) {

  public OperatorConfig {
    flinkDefaults = Collections.unmodifiableSortedMap(new TreeMap<>(flinkDefaults));
    keysWithoutEffect = List.copyOf(keysWithoutEffect);
  }

  /**
   * Which resources are taken care of.
   *
   * @param namespaces empty for all
   * @param labelSelector empty for all
   */
  public record Watch(Set<String> namespaces, String labelSelector) {
    public boolean allNamespaces() {
      return namespaces.isEmpty();
    }
  }

  /**
   * How passes are run.
   *
   * @param rateLimit passes a resource within {@code ratePeriod}; 0 for no limit
   */
  public record Reconcile(
      int parallelism,
      Duration retryInitial,
      Duration retryMax,
      int rateLimit,
      Duration ratePeriod,
      Duration terminationTimeout,
      boolean stopOnInformerError) {}

  /**
   * Who may act.
   *
   * @param leaseNamespace empty for the operator's own
   */
  public record LeaderElection(
      boolean enabled,
      String leaseName,
      String leaseNamespace,
      Duration leaseDuration,
      Duration renewDeadline,
      Duration retryPeriod) {}

  /** How Flink clusters are reached. */
  public record FlinkRest(Duration timeout, String addressTemplate) {
    /** The REST address of one cluster, without a path. */
    public String address(String name, String namespace, int port) {
      return addressTemplate
          .replace("{name}", name)
          .replace("{namespace}", namespace)
          .replace("{port}", Integer.toString(port));
    }
  }

  /** How often Flink is asked, and how long trouble may last before it counts. */
  public record Polling(Duration moving, Duration stable, Duration gracePeriod) {}

  /** Where the process listens; 0 for any free port. */
  public record Ports(int health, int metrics) {}

  /** How log lines are written. */
  public record Logging(LogFormat format, LogLevel level) {}

  /**
   * Bounds.
   *
   * @param errorLength characters of an error text in status
   * @param revisionsKept ControllerRevisions a resource
   */
  public record Limits(int errorLength, int revisionsKept) {}

  /**
   * Where jars of session jobs may be fetched from, and where they are kept.
   *
   * @param schemes lower case
   * @param urlPrefixes empty for anywhere
   * @param privateHosts lower case
   * @param maxBytes of one jar
   * @param maxFolderBytes of all jars kept
   * @param timeout for fetching one jar
   */
  public record Jars(
      String folder,
      Set<String> schemes,
      List<String> urlPrefixes,
      boolean refusePrivateHosts,
      Set<String> privateHosts,
      long maxBytes,
      long maxFolderBytes,
      Duration timeout) {}

  /**
   * Reads the settings.
   *
   * @param file flat keys and their text, as {@link ConfigFile} gives them
   * @param env the process's environment; it wins over the file
   * @throws ConfigException with every problem, when there is any
   */
  public static OperatorConfig parse(Map<String, String> file, Map<String, String> env) {
    return ConfigParser.parse(file, env);
  }

  @Override
  public String toString() {
    return "OperatorConfig[%s, %s, %s, %s, %s, %s, %s, %s, %s, %d Flink defaults]"
        .formatted(
            watch,
            reconcile,
            leaderElection,
            flinkRest,
            polling,
            ports,
            logging,
            limits,
            jars,
            flinkDefaults.size());
  }
}
