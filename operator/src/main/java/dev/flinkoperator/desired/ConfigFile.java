package dev.flinkoperator.desired;

import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Writes options as the configuration file a Flink version reads: {@code config.yaml} from 2.0 on,
 * proper YAML with dotted keys; {@code flink-conf.yaml} before, where a line is {@code key: value},
 * taken as it stands and cut off at a {@code #}.
 */
final class ConfigFile {
  private static final Pattern KEY = Pattern.compile("[^\\s:#\\p{Cntrl}]+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");
  private static final Pattern CONTROL_IN_YAML = Pattern.compile("[\\p{Cntrl}&&[^\t\n\r]]");

  private ConfigFile() {}

  static String name(FlinkVersion version) {
    return version.readsConfigYaml() ? "config.yaml" : "flink-conf.yaml";
  }

  static String text(SortedMap<String, String> options, FlinkVersion version) {
    options.keySet().forEach(ConfigFile::requireKey);
    return version.readsConfigYaml() ? configYaml(options) : flinkConfYaml(options, version);
  }

  private static String configYaml(SortedMap<String, String> options) {
    options.forEach(
        (key, value) -> {
          requireNoOverlap(options, key);
          if (CONTROL_IN_YAML.matcher(value).find()) {
            throw new RenderingException(
                "spec.flinkConfiguration: '%s' holds a control character; remove it."
                    .formatted(key));
          }
        });
    // The schema and settings Flink's own YamlParserUtils reads and writes with: text that looks
    // like a number is quoted.
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSplitLines(false)
            .setSchema(new CoreSchema())
            .build();
    return new Dump(settings).dumpToString(options);
  }

  private static void requireNoOverlap(SortedMap<String, String> options, String key) {
    String longer = firstBelow(options, key + ".");
    if (longer != null) {
      throw new RenderingException(
          "spec.flinkConfiguration sets both '%s' and '%s': Flink 2 reads its configuration as nested YAML, where '%s' cannot be a value and a section at once."
              .formatted(key, longer, key));
    }
  }

  private static @Nullable String firstBelow(SortedMap<String, String> options, String prefix) {
    SortedMap<String, String> from = options.tailMap(prefix);
    return !from.isEmpty() && from.firstKey().startsWith(prefix) ? from.firstKey() : null;
  }

  private static String flinkConfYaml(SortedMap<String, String> options, FlinkVersion version) {
    StringBuilder lines = new StringBuilder();
    options.forEach(
        (key, value) -> {
          if (value.indexOf('#') >= 0 || CONTROL.matcher(value).find()) {
            throw new RenderingException(
                "%s holds a '#' or a line break, which Flink %s cannot read in its flink-conf.yaml; remove it, or pass the value by an environment variable in the pod template."
                    .formatted(origin(key), version));
          }
          if (!value.isBlank()) {
            lines.append(key).append(": ").append(value.trim()).append('\n');
          }
        });
    return lines.toString();
  }

  private static String origin(String key) {
    return switch (key) {
      case "$internal.application.program-args" -> "spec.job.args";
      case "pipeline.jars" -> "spec.job.jarURI";
      default -> "spec.flinkConfiguration: '" + key + "'";
    };
  }

  private static void requireKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new RenderingException(
          "spec.flinkConfiguration: '%s' is not an option's name; spaces, ':' and '#' are not allowed in it."
              .formatted(key.replaceAll("\\p{Cntrl}", " ")));
    }
  }
}
