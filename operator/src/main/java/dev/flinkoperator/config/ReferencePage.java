package dev.flinkoperator.config;

import java.util.stream.Collectors;

/** Writes the reference page of all settings, docs/configuration.md. */
final class ReferencePage {
  private ReferencePage() {}

  private static final String HEAD =
      """
      # Configuration of the operator

      <!-- Generated from OperatorKeys.java. After a change there: mvn -q -pl operator -am test -Dtest=ReferencePageTest -Dsurefire.failIfNoSpecifiedTests=false -DupdateGolden -->

      Settings come from a YAML file, nested or flat (`kubernetes.operator.log.format: json`), and from environment
      variables, which win. The variable of a setting is its name in upper case with `_` for every `.` and `-`:
      `KUBERNETES_OPERATOR_LOG_FORMAT=json`. A variable that is set to nothing counts as not set. In a cluster the file
      is the key `config.yaml` of the ConfigMap `flink-operator-config`; it is read once, at start.

      A setting that is unknown or has a bad value stops the start, and the message names all of them.

      Names that Apache's operator has too mean the same here. Durations are written like Flink's (`500 ms`, `10 s`,
      `5 min`, `1 h`, `1 d`) or as ISO 8601 (`PT10S`), sizes too (`512 mb`, `1 gb`); the unit is required.

      | Setting | Default | Type | What it does |
      |---|---|---|---|
      """;

  private static final String TAIL =
      """

      ## Everything else in the file

      Other keys are defaults for the Flink clusters: a resource's own `flinkConfiguration` wins over them. So are the
      settings of Apache's operator that a resource may have (`kubernetes.operator.job.*`, `.savepoint.*`,
      `.deployment.*`, `.cluster.health-check.*`, …) and `kubernetes.operator.default-configuration.*`, which is for
      some namespaces or Flink versions only.

      Settings of Apache's operator that make no sense here (`kubernetes.operator.reconcile.interval`,
      `.observer.*`, `.dynamic.config.*`, `.metrics.reporter.*`, `.plugins.*`, …) are accepted without effect, and
      named in the log at start.
      """;

  static String markdown() {
    return HEAD
        + OperatorKeys.ALL.stream().map(ReferencePage::row).collect(Collectors.joining())
        + TAIL;
  }

  private static String row(ConfigKey<?> key) {
    var fallback = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
    var also =
        key.shortEnv().isEmpty()
            ? ""
            : " Also from `" + String.join("`, `", key.shortEnv()) + "`, which wins.";
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(key.name(), fallback, key.type().name(), key.doc(), also);
  }
}
