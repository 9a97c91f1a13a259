package dev.flinkoperator.config;

import static dev.flinkoperator.config.ConfigKey.of;
import static dev.flinkoperator.config.ConfigType.duration;
import static dev.flinkoperator.config.ConfigType.integer;
import static dev.flinkoperator.config.ConfigType.oneOf;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every setting of the operator itself, in the order of the reference page. Where the meaning is
 * that of a setting of Apache's operator, so is the name.
 */
final class OperatorKeys {
  private OperatorKeys() {}

  static final String PREFIX = "kubernetes.operator.";

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  static final ConfigKey<Set<String>> WATCHED_NAMESPACES =
      of(
              PREFIX + "watched.namespaces",
              ConfigType.NAMESPACES,
              "",
              "The namespaces whose resources are taken care of. Empty: all of them.")
          .alsoFrom("WATCH_NAMESPACES");
  static final ConfigKey<String> LABEL_SELECTOR =
      of(
          PREFIX + "label.selector",
          ConfigType.TEXT,
          "",
          "Only resources with these labels are taken care of, in the form of `kubectl get -l`."
              + " Empty: all of them.");

  static final ConfigKey<Integer> PARALLELISM =
      of(
          PREFIX + "reconcile.parallelism",
          integer(1, 200),
          "20",
          "How many resources are worked on at the same time. No pass waits for Flink, so few"
              + " threads serve many resources.");
  static final ConfigKey<Duration> RETRY_INITIAL =
      of(
          PREFIX + "retry.initial.interval",
          duration(MILLI, HOUR),
          "2 s",
          "The wait before a pass that failed unexpectedly is tried again; it grows with every"
              + " further failure. There is no last try.");
  static final ConfigKey<Duration> RETRY_MAX =
      of(PREFIX + "retry.max.interval", duration(MILLI, HOUR), "1 min", "The longest such wait.");
  static final ConfigKey<Integer> RATE_LIMIT =
      of(
          PREFIX + "rate-limiter.limit",
          integer(0, 1000),
          "0",
          "How many passes one resource may have within the refresh period. 0: no limit.");
  static final ConfigKey<Duration> RATE_PERIOD =
      of(
          PREFIX + "rate-limiter.refresh-period",
          duration(SECOND, HOUR),
          "15 s",
          "The period of the rate limit.");
  static final ConfigKey<Duration> TERMINATION_TIMEOUT =
      of(
          PREFIX + "termination.timeout",
          duration(Duration.ZERO, HOUR),
          "10 s",
          "How long passes under way may take to end when the operator stops.");
  static final ConfigKey<Boolean> STOP_ON_INFORMER_ERROR =
      of(
          PREFIX + "startup.stop-on-informer-error",
          ConfigType.BOOLEAN,
          "true",
          "Whether the operator stops when it can't list what it watches at start-up, as with a"
              + " missing permission. Otherwise it goes on trying.");

  static final ConfigKey<Boolean> LEADER_ELECTION =
      of(
          PREFIX + "leader-election.enabled",
          ConfigType.BOOLEAN,
          "true",
          "Whether a Lease makes sure that only one operator process acts. Off only for a process"
              + " that is alone for certain.");
  static final ConfigKey<String> LEASE_NAME =
      of(
          PREFIX + "leader-election.lease-name",
          ConfigType.DNS,
          "flink-operator",
          "The name of the Lease. Two operators in one namespace need two names.");
  static final ConfigKey<String> LEASE_NAMESPACE =
      of(
          PREFIX + "leader-election.lease-namespace",
          ConfigType.OPTIONAL_NAMESPACE,
          "",
          "The namespace of the Lease. Empty: the operator's own.");
  static final ConfigKey<Duration> LEASE_DURATION =
      of(
          PREFIX + "leader-election.lease-duration",
          duration(SECOND, HOUR),
          "15 s",
          "How long others wait after the last renewal before one of them takes over.");
  static final ConfigKey<Duration> RENEW_DEADLINE =
      of(
          PREFIX + "leader-election.renew-deadline",
          duration(SECOND, HOUR),
          "10 s",
          "When the leader can't renew for this long it stops. Shorter than the lease duration.");
  static final ConfigKey<Duration> RETRY_PERIOD =
      of(
          PREFIX + "leader-election.retry-period",
          duration(MILLI, HOUR),
          "2 s",
          "The time between two tries to get or renew the Lease. Shorter than the renew deadline.");

  static final ConfigKey<Duration> CLIENT_TIMEOUT =
      of(
          PREFIX + "flink.client.timeout",
          duration(Duration.ofMillis(100), HOUR),
          "10 s",
          "How long one call to a Flink cluster's REST API may take.");
  static final ConfigKey<String> ADDRESS_TEMPLATE =
      of(
          PREFIX + "flink.rest.address-template",
          ConfigType.ADDRESS_TEMPLATE,
          "http://{name}-rest.{namespace}:{port}",
          "Where a cluster's REST API is reached. Change it to run the operator outside the"
              + " cluster, behind a proxy or a tunnel.");
  static final ConfigKey<Duration> POLL_MOVING =
      of(
          PREFIX + "job.poll.interval.moving",
          duration(Duration.ofMillis(100), HOUR),
          "1 s",
          "How often a cluster is asked for its job while something is under way.");
  static final ConfigKey<Duration> POLL_STABLE =
      of(
          PREFIX + "job.poll.interval.stable",
          duration(Duration.ofMillis(100), HOUR),
          "15 s",
          "How often a cluster is asked for its job when all is as it should be. Changes in Flink"
              + " are seen this late at most.");
  static final ConfigKey<Duration> GRACE_PERIOD =
      of(
          PREFIX + "job.grace-period",
          duration(Duration.ZERO, HOUR),
          "60 s",
          "How long a job may be restarting, or its REST API silent, before the resource stops"
              + " being Ready.");

  static final ConfigKey<Integer> HEALTH_PORT =
      of(
          PREFIX + "health.probe.port",
          integer(0, 65535),
          "8085",
          "The port of `/healthz` and `/readyz`. 0: any free port.");
  static final ConfigKey<Integer> METRICS_PORT =
      of(
          PREFIX + "metrics.port",
          integer(0, 65535),
          "9090",
          "The port of `/metrics`. 0: any free port.");
  static final ConfigKey<LogFormat> LOG_FORMAT =
      of(
          PREFIX + "log.format",
          oneOf(LogFormat.class),
          "text",
          "One readable line an event, or one JSON object a line.");
  static final ConfigKey<LogLevel> LOG_LEVEL =
      of(
          PREFIX + "log.level",
          oneOf(LogLevel.class),
          "info",
          "From which severity on the operator's own classes log. Libraries stay at warn.");

  static final ConfigKey<Integer> ERROR_LENGTH =
      of(
          PREFIX + "exception.field.max.length",
          integer(128, 16384),
          "2048",
          "The longest error text written to a resource's status, in characters.");
  static final ConfigKey<Integer> REVISIONS_KEPT =
      of(
          PREFIX + "revisions.kept",
          integer(1, 10),
          "3",
          "How many deployed generations of a resource are kept as ControllerRevisions.");

  /** In the order of the reference page. */
  static final List<ConfigKey<?>> ALL =
      Stream.of(ownKeys(), JarKeys.ALL).<ConfigKey<?>>flatMap(List::stream).toList();

  private static List<ConfigKey<?>> ownKeys() {
    return List.of(
        WATCHED_NAMESPACES,
        LABEL_SELECTOR,
        PARALLELISM,
        RETRY_INITIAL,
        RETRY_MAX,
        RATE_LIMIT,
        RATE_PERIOD,
        TERMINATION_TIMEOUT,
        STOP_ON_INFORMER_ERROR,
        LEADER_ELECTION,
        LEASE_NAME,
        LEASE_NAMESPACE,
        LEASE_DURATION,
        RENEW_DEADLINE,
        RETRY_PERIOD,
        CLIENT_TIMEOUT,
        ADDRESS_TEMPLATE,
        POLL_MOVING,
        POLL_STABLE,
        GRACE_PERIOD,
        HEALTH_PORT,
        METRICS_PORT,
        LOG_FORMAT,
        LOG_LEVEL,
        ERROR_LENGTH,
        REVISIONS_KEPT);
  }
}
