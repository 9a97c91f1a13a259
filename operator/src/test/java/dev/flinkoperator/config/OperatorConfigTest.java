package dev.flinkoperator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

  private static final OperatorConfig DEFAULTS =
      new OperatorConfig(
          new OperatorConfig.Watch(Set.of(), ""),
          new OperatorConfig.Reconcile(
              20,
              Duration.ofSeconds(2),
              Duration.ofMinutes(1),
              0,
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              true),
          new OperatorConfig.LeaderElection(
              true,
              "flink-operator",
              "",
              Duration.ofSeconds(15),
              Duration.ofSeconds(10),
              Duration.ofSeconds(2)),
          new OperatorConfig.FlinkRest(
              Duration.ofSeconds(10), "http://{name}-rest.{namespace}:{port}"),
          new OperatorConfig.Polling(
              Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(60)),
          new OperatorConfig.Ports(8085, 9090),
          new OperatorConfig.Logging(LogFormat.TEXT, LogLevel.INFO),
          new OperatorConfig.Limits(2048, 3),
          new OperatorConfig.Jars(
              "/var/cache/flink-operator",
              Set.of("https"),
              List.of(),
              true,
              Set.of(),
              512L << 20,
              1L << 30,
              Duration.ofMinutes(10)),
          new TreeMap<>(),
          java.util.List.of());

  private static final String OTHER =
      """
      kubernetes:
        operator:
          watched.namespaces: [team-a, team-b]
          label.selector: flink in (mine)
          reconcile.parallelism: 7
          retry: {initial.interval: 3s, max.interval: 2 min}
          rate-limiter: {limit: 5, refresh-period: 20s}
          termination.timeout: PT30S
          startup.stop-on-informer-error: false
          leader-election:
            enabled: false
            lease-name: other
            lease-namespace: elsewhere
            lease-duration: 30 s
            renew-deadline: 20 s
            retry-period: 4 s
          flink.client.timeout: 5 seconds
          flink.rest.address-template: https://proxy.example:8443/{namespace}/{name}/{port}
          job:
            poll.interval.moving: 500 ms
            poll.interval.stable: 30s
            grace-period: 2 min
          health.probe.port: 1085
          metrics.port: 1090
          log: {format: json, level: debug}
          exception.field.max.length: 512
          revisions.kept: 5
          user.artifacts:
            base.dir: /jars
            allowed-schemes: https, http
            allowed-url-prefixes: [https://repo.example.com/jars, http://nexus:8081]
            disallow-restricted-hosts: false
            private-hosts: Nexus;[fd00::1]
            max-size: 20m
            cache.max-size: 2 gb
            timeout: 90 s
      """;

  private static final OperatorConfig OVERRIDDEN =
      new OperatorConfig(
          new OperatorConfig.Watch(Set.of("team-a", "team-b"), "flink in (mine)"),
          new OperatorConfig.Reconcile(
              7,
              Duration.ofSeconds(3),
              Duration.ofMinutes(2),
              5,
              Duration.ofSeconds(20),
              Duration.ofSeconds(30),
              false),
          new OperatorConfig.LeaderElection(
              false,
              "other",
              "elsewhere",
              Duration.ofSeconds(30),
              Duration.ofSeconds(20),
              Duration.ofSeconds(4)),
          new OperatorConfig.FlinkRest(
              Duration.ofSeconds(5), "https://proxy.example:8443/{namespace}/{name}/{port}"),
          new OperatorConfig.Polling(
              Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(2)),
          new OperatorConfig.Ports(1085, 1090),
          new OperatorConfig.Logging(LogFormat.JSON, LogLevel.DEBUG),
          new OperatorConfig.Limits(512, 5),
          new OperatorConfig.Jars(
              "/jars",
              Set.of("https", "http"),
              List.of("https://repo.example.com/jars", "http://nexus:8081"),
              false,
              Set.of("nexus", "[fd00::1]"),
              20L << 20,
              2L << 30,
              Duration.ofSeconds(90)),
          new TreeMap<>(),
          java.util.List.of());

  @Test
  void all_defaults() {
    assertThat(OperatorConfig.parse(Map.of(), Map.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void all_overridden_in_the_file(@TempDir Path folder) throws IOException {
    var path = java.nio.file.Files.writeString(folder.resolve("config.yaml"), OTHER);
    var file = ConfigFile.read(path);

    assertThat(file).hasSameSizeAs(OperatorKeys.ALL);
    assertThat(OperatorConfig.parse(file, Map.of())).isEqualTo(OVERRIDDEN);
  }

  @Test
  void all_overridden_by_the_environment() {
    var file = ConfigFile.parse("test", OTHER);
    var env = new TreeMap<String, String>();
    OperatorKeys.ALL.forEach(key -> env.put(key.env(), file.getOrDefault(key.name(), "")));

    assertThat(OperatorConfig.parse(Map.of(), env)).isEqualTo(OVERRIDDEN);
  }

  @Test
  void the_short_variable_wins_over_the_long_one_and_both_over_the_file() {
    var key = "kubernetes.operator.watched.namespaces";
    var variable = "KUBERNETES_OPERATOR_WATCHED_NAMESPACES";

    assertThat(namespaces(Map.of(key, "a"), Map.of(variable, "b"))).containsExactly("b");
    assertThat(namespaces(Map.of(key, "a"), Map.of(variable, "b", "WATCH_NAMESPACES", "c")))
        .containsExactly("c");
  }

  @Test
  void a_blank_variable_counts_as_not_set() {
    var file = Map.of("kubernetes.operator.watched.namespaces", "a");
    assertThat(namespaces(file, Map.of("WATCH_NAMESPACES", " "))).containsExactly("a");
  }

  @Test
  void the_words_of_apaches_operator_for_all_namespaces_are_understood() {
    assertThat(namespaces(Map.of(), Map.of("WATCH_NAMESPACES", "JOSDK_ALL_NAMESPACES"))).isEmpty();
  }

  @Test
  void every_problem_is_in_one_message() {
    var file =
        Map.of(
            "kubernetes.operator.reconcile.parallelism", "-1",
            "kubernetes.operator.flink.client.timeout", "10",
            "kubernetes.operator.watched.namespaces", "ok,Not_Ok",
            "kubernetes.operator.leader-election.renew-deadline", "20 s",
            "kubernetes.operator.health.probe.port", "9090",
            "kubernetes.operator.reconcile.paralelism", "3",
            "kubernetes.operator.savepoint.history.max.count.threshold", "many",
            "kubernetes.operator.savepoint.history.max.age.threshold", "old");
    var env = Map.of("KUBERNETES_OPERATOR_REVISIONS", "2");

    assertThatThrownBy(() -> OperatorConfig.parse(file, env))
        .asInstanceOf(type(ConfigException.class))
        .extracting(ConfigException::getMessage)
        .isEqualTo(
            """
            The operator's configuration has 9 problems:
            - kubernetes.operator.watched.namespaces must be a namespace (lower-case letters, digits and -, at most 63 characters), not "Not_Ok"; it is "ok,Not_Ok".
            - kubernetes.operator.reconcile.parallelism must be a whole number from 1 to 200; it is "-1".
            - kubernetes.operator.flink.client.timeout must be a duration with its unit, such as 10 s, 5 min or 1 h; it is "10".
            - kubernetes.operator.reconcile.paralelism is not a setting. Did you mean kubernetes.operator.reconcile.parallelism?
            - environment variable KUBERNETES_OPERATOR_REVISIONS sets nothing; defaults for resources belong in the file.
            - kubernetes.operator.leader-election.renew-deadline must be shorter than kubernetes.operator.leader-election.lease-duration.
            - kubernetes.operator.health.probe.port and kubernetes.operator.metrics.port must differ; both are 9090.
            - kubernetes.operator.savepoint.history.max.count.threshold must be a whole number from 1 to 999999999; it is "many".
            - kubernetes.operator.savepoint.history.max.age.threshold must be a duration with its unit, such as 10 s, 5 min or 1 h; it is "old".""");
  }

  @Test
  void service_links_of_the_kubelet_are_no_settings() {
    var env =
        Map.of(
            "KUBERNETES_OPERATOR_SERVICE_HOST", "10.96.0.9",
            "KUBERNETES_OPERATOR_METRICS_SERVICE_PORT_HTTP", "80",
            "KUBERNETES_OPERATOR_PORT_80_TCP_ADDR", "10.96.0.9");
    assertThat(OperatorConfig.parse(Map.of(), env)).isEqualTo(DEFAULTS);
  }

  @Test
  void other_keys_and_what_a_resource_may_override_are_flinks_defaults() {
    var file =
        Map.of(
            "taskmanager.numberOfTaskSlots", "2",
            "kubernetes.operator.job.restart.failed", "true",
            "kubernetes.operator.default-configuration.flink-version.v1_20.k", "v",
            "kubernetes.operator.log.level", "warn",
            "kubernetes.operator.reconcile.interval", "15 s");
    var config = OperatorConfig.parse(file, Map.of());

    assertThat(config.flinkDefaults())
        .containsOnlyKeys(
            "kubernetes.operator.default-configuration.flink-version.v1_20.k",
            "kubernetes.operator.job.restart.failed",
            "taskmanager.numberOfTaskSlots");
    assertThat(config.keysWithoutEffect())
        .containsExactly("kubernetes.operator.reconcile.interval");
  }

  @Test
  void flink_defaults_may_hold_credentials_and_are_not_printed() {
    var config = OperatorConfig.parse(Map.of("s3.secret-key", "hunter2"), Map.of());
    assertThat(config.toString()).doesNotContain("hunter2").contains("1 Flink defaults");
  }

  @ParameterizedTest
  @CsvSource({
    "1500 ms, PT1.5S",
    "10s, PT10S",
    "10 secs, PT10S",
    "5 min, PT5M",
    "5m, PT5M",
    "1 h, PT1H",
    "PT0.2S, PT0.2S"
  })
  void durations_are_written_like_flinks(String text, Duration expected) {
    var file = Map.of("kubernetes.operator.flink.client.timeout", text);
    assertThat(OperatorConfig.parse(file, Map.of()).flinkRest().timeout()).isEqualTo(expected);
  }

  @Test
  void the_rest_address_is_filled_in() {
    assertThat(DEFAULTS.flinkRest().address("basic", "jobs", 8081))
        .isEqualTo("http://basic-rest.jobs:8081");
  }

  private static Set<String> namespaces(Map<String, String> file, Map<String, String> env) {
    return OperatorConfig.parse(file, env).watch().namespaces();
  }
}
