package dev.flinkoperator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Reads a YAML file, nested or with dots in its keys, into flat keys. Values stay the text they
 * were written as; lists are joined with {@code ;}, as Flink does.
 */
public final class ConfigFile {
  private ConfigFile() {}

  /** Deeper than any sensible file, and a bound for one that contains itself. */
  private static final int DEEPEST = 32;

  /**
   * Reads the file.
   *
   * @throws ConfigException when it can't be read, isn't a YAML map, or sets a key twice
   */
  public static Map<String, String> read(Path path) {
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (IOException e) {
      throw new ConfigException(
          List.of("%s can't be read: %s.".formatted(path, e.getClass().getSimpleName())));
    }
  }

  static Map<String, String> parse(String name, String yaml) {
    Object root;
    try {
      // The failsafe schema leaves "1e3", "on" or "1.20" the text they are; no value is no text.
      var settings =
          LoadSettings.builder()
              .setLabel(name)
              .setSchema(new FailsafeSchema())
              .setTagConstructors(Map.of(Tag.NULL, node -> ""))
              .build();
      root = new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new ConfigException(
          List.of("%s is not valid YAML: %s".formatted(name, e.getMessage())));
    }
    var flat = new TreeMap<String, String>();
    var problems = new ArrayList<String>();
    if (root instanceof Map<?, ?> map) {
      flatten("", map, flat, problems, 0);
    } else if (root != null && !root.toString().isBlank()) {
      problems.add(name + " must hold keys and values (a YAML map).");
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return flat;
  }

  private static void flatten(
      String prefix, Map<?, ?> map, Map<String, String> flat, List<String> problems, int depth) {
    if (depth > DEEPEST) {
      problems.add("%s is nested too deeply.".formatted(ConfigReader.shown(prefix)));
      return;
    }
    map.forEach(
        (name, value) -> {
          var key = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flatten(key + ".", nested, flat, problems, depth + 1);
          } else if (value instanceof List<?> list && list.stream().anyMatch(e -> !isText(e))) {
            problems.add("%s must be a list of plain values.".formatted(ConfigReader.shown(key)));
          } else if (flat.put(key, text(value)) != null) {
            problems.add("%s is set twice.".formatted(ConfigReader.shown(key)));
          }
        });
  }

  private static boolean isText(Object value) {
    return value instanceof String;
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(";"))
        : String.valueOf(value);
  }
}
