package dev.flinkoperator.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the file's map and the environment into an {@link OperatorConfig}. */
final class ConfigParser {

  /** Among the defaults for resources the only ones that no resource can set right. */
  private static final List<ConfigKey<?>> HISTORY_CAPS =
      List.of(
          ConfigKey.of(
              OperatorKeys.PREFIX + "savepoint.history.max.count.threshold",
              ConfigType.integer(1, 999_999_999),
              "999999999",
              "The most savepoints a resource may keep."),
          ConfigKey.of(
              OperatorKeys.PREFIX + "savepoint.history.max.age.threshold",
              ConfigType.duration(Duration.ZERO, Duration.ofDays(36_500)),
              "36500 d",
              "The longest a resource may keep a savepoint."));

  private ConfigParser() {}

  private static final String ENV_PREFIX = "KUBERNETES_OPERATOR_";

  /** What the kubelet sets for a Service that happens to be called kubernetes-operator[-x]. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)");

  static OperatorConfig parse(Map<String, String> file, Map<String, String> env) {
    var in = new ConfigReader(file, env);
    var config =
        new OperatorConfig(
            new OperatorConfig.Watch(
                in.read(OperatorKeys.WATCHED_NAMESPACES), in.read(OperatorKeys.LABEL_SELECTOR)),
            new OperatorConfig.Reconcile(
                in.read(OperatorKeys.PARALLELISM),
                in.read(OperatorKeys.RETRY_INITIAL),
                in.read(OperatorKeys.RETRY_MAX),
                in.read(OperatorKeys.RATE_LIMIT),
                in.read(OperatorKeys.RATE_PERIOD),
                in.read(OperatorKeys.TERMINATION_TIMEOUT),
                in.read(OperatorKeys.STOP_ON_INFORMER_ERROR)),
            new OperatorConfig.LeaderElection(
                in.read(OperatorKeys.LEADER_ELECTION),
                in.read(OperatorKeys.LEASE_NAME),
                in.read(OperatorKeys.LEASE_NAMESPACE),
                in.read(OperatorKeys.LEASE_DURATION),
                in.read(OperatorKeys.RENEW_DEADLINE),
                in.read(OperatorKeys.RETRY_PERIOD)),
            new OperatorConfig.FlinkRest(
                in.read(OperatorKeys.CLIENT_TIMEOUT), in.read(OperatorKeys.ADDRESS_TEMPLATE)),
            new OperatorConfig.Polling(
                in.read(OperatorKeys.POLL_MOVING),
                in.read(OperatorKeys.POLL_STABLE),
                in.read(OperatorKeys.GRACE_PERIOD)),
            new OperatorConfig.Ports(
                in.read(OperatorKeys.HEALTH_PORT), in.read(OperatorKeys.METRICS_PORT)),
            new OperatorConfig.Logging(
                in.read(OperatorKeys.LOG_FORMAT), in.read(OperatorKeys.LOG_LEVEL)),
            new OperatorConfig.Limits(
                in.read(OperatorKeys.ERROR_LENGTH), in.read(OperatorKeys.REVISIONS_KEPT)),
            new OperatorConfig.Jars(
                in.read(JarKeys.FOLDER),
                in.read(JarKeys.SCHEMES),
                in.read(JarKeys.URL_PREFIXES),
                in.read(JarKeys.REFUSE_PRIVATE),
                in.read(JarKeys.PRIVATE_HOSTS),
                in.read(JarKeys.MAX_SIZE),
                in.read(JarKeys.CACHE_SIZE),
                in.read(JarKeys.TIMEOUT)),
            flinkDefaults(file),
            file.keySet().stream().filter(ApacheKeys::isWithoutEffect).sorted().toList());
    findUnknownKeys(file, in);
    findUnknownVariables(env, in);
    findContradictions(config, in);
    HISTORY_CAPS.forEach(in::read); // for what is wrong with them: they are read with defaults
    if (!in.problems().isEmpty()) {
      throw new ConfigException(in.problems());
    }
    return config;
  }

  private static TreeMap<String, String> flinkDefaults(Map<String, String> file) {
    var defaults = new TreeMap<String, String>();
    file.forEach(
        (key, text) -> {
          if (!key.startsWith(OperatorKeys.PREFIX) || ApacheKeys.isOfResources(key)) {
            defaults.put(key, text);
          }
        });
    return defaults;
  }

  private static void findUnknownKeys(Map<String, String> file, ConfigReader in) {
    var own = OperatorKeys.ALL.stream().map(ConfigKey::name).collect(Collectors.toSet());
    for (var key : new TreeSet<>(file.keySet())) {
      if (key.startsWith(OperatorKeys.PREFIX)
          && !own.contains(key)
          && !ApacheKeys.isOfResources(key)
          && !ApacheKeys.isWithoutEffect(key)) {
        var hint = NearestKey.to(key).map(name -> " Did you mean " + name + "?").orElse("");
        in.problem("%s is not a setting.%s".formatted(ConfigReader.shown(key), hint));
      }
    }
  }

  private static void findUnknownVariables(Map<String, String> env, ConfigReader in) {
    var own = OperatorKeys.ALL.stream().map(ConfigKey::env).collect(Collectors.toSet());
    for (var name : new TreeSet<>(env.keySet())) {
      if (name.startsWith(ENV_PREFIX)
          && !own.contains(name)
          && !SERVICE_LINK.matcher(name).matches()) {
        in.problem(
            "environment variable %s sets nothing; defaults for resources belong in the file."
                .formatted(ConfigReader.shown(name)));
      }
    }
  }

  private static void findContradictions(OperatorConfig config, ConfigReader in) {
    var lease = config.leaderElection();
    var order = new ArrayList<String>();
    if (lease.renewDeadline().compareTo(lease.leaseDuration()) >= 0) {
      order.add(shorter(OperatorKeys.RENEW_DEADLINE, OperatorKeys.LEASE_DURATION));
    }
    if (lease.retryPeriod().compareTo(lease.renewDeadline()) >= 0) {
      order.add(shorter(OperatorKeys.RETRY_PERIOD, OperatorKeys.RENEW_DEADLINE));
    }
    if (config.reconcile().retryInitial().compareTo(config.reconcile().retryMax()) > 0) {
      order.add(notLonger(OperatorKeys.RETRY_INITIAL, OperatorKeys.RETRY_MAX));
    }
    if (config.polling().moving().compareTo(config.polling().stable()) > 0) {
      order.add(notLonger(OperatorKeys.POLL_MOVING, OperatorKeys.POLL_STABLE));
    }
    if (config.jars().maxBytes() > config.jars().maxFolderBytes()) {
      order.add(
          "%s must not be larger than %s."
              .formatted(JarKeys.MAX_SIZE.name(), JarKeys.CACHE_SIZE.name()));
    }
    order.forEach(in::problem);
    var ports = config.ports();
    if (ports.health() == ports.metrics() && ports.health() != 0) {
      in.problem(
          "%s and %s must differ; both are %d."
              .formatted(
                  OperatorKeys.HEALTH_PORT.name(),
                  OperatorKeys.METRICS_PORT.name(),
                  ports.health()));
    }
  }

  private static String shorter(ConfigKey<?> a, ConfigKey<?> b) {
    return "%s must be shorter than %s.".formatted(a.name(), b.name());
  }

  private static String notLonger(ConfigKey<?> a, ConfigKey<?> b) {
    return "%s must not be longer than %s.".formatted(a.name(), b.name());
  }
}
