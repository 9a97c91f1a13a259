package dev.flinkoperator.desired;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The operator's file may hold defaults for one namespace or for Flink versions, behind the prefix
 * {@value #PREFIX}. This resolves them for one resource.
 */
final class DefaultConfigurations {
  static final String PREFIX = "kubernetes.operator.default-configuration.";
  private static final String BY_NAMESPACE = PREFIX + "namespace.";
  private static final String BY_VERSION = PREFIX + "flink-version.";

  private DefaultConfigurations() {}

  /**
   * The file's entries without the prefixed ones, overlaid with those of the namespace, then of
   * {@code v1_17+} in ascending order, then of the exact version.
   */
  static SortedMap<String, String> resolve(
      Map<String, String> file, String namespace, FlinkVersion version) {
    SortedMap<String, String> resolved = new TreeMap<>();
    SortedMap<FlinkVersion, SortedMap<String, String>> fromVersion = new TreeMap<>();
    SortedMap<String, String> ofVersion = new TreeMap<>();
    SortedMap<String, String> ofNamespace = new TreeMap<>();
    file.forEach(
        (key, value) -> {
          if (key.startsWith(BY_NAMESPACE + namespace + ".")) {
            ofNamespace.put(key.substring(BY_NAMESPACE.length() + namespace.length() + 1), value);
          } else if (key.startsWith(BY_VERSION)) {
            sortByVersion(
                key.substring(BY_VERSION.length()), value, version, fromVersion, ofVersion);
          } else if (!key.startsWith(PREFIX)) {
            resolved.put(key, value);
          }
        });
    resolved.putAll(ofNamespace);
    fromVersion.values().forEach(resolved::putAll);
    resolved.putAll(ofVersion);
    return resolved;
  }

  private static void sortByVersion(
      String versionAndKey,
      String value,
      FlinkVersion version,
      SortedMap<FlinkVersion, SortedMap<String, String>> fromVersion,
      SortedMap<String, String> ofVersion) {
    int dot = versionAndKey.indexOf('.');
    if (dot < 0) {
      return;
    }
    String name = versionAndKey.substring(0, dot);
    String key = versionAndKey.substring(dot + 1);
    boolean andLater = name.endsWith("+");
    FlinkVersion named = FlinkVersion.parse(andLater ? name.substring(0, name.length() - 1) : name);
    if (named == null) {
      return;
    }
    if (andLater && named.compareTo(version) <= 0) {
      fromVersion.computeIfAbsent(named, v -> new TreeMap<>()).put(key, value);
    } else if (!andLater && named.equals(version)) {
      ofVersion.put(key, value);
    }
  }
}
