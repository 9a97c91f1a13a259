package dev.flinkoperator.desired;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code spec.flinkConfiguration}, which may be nested or flat, into Flink's own form: dotted
 * keys and text. Lists become {@code a;b}, and a map inside a list {@code key:value,key:value}, as
 * Flink's options documentation writes them.
 */
final class ConfigurationFlattener {
  private static final String FIELD = "spec.flinkConfiguration";

  private ConfigurationFlattener() {}

  /** A null value is no value: the key is left out. */
  static SortedMap<String, String> flatten(@Nullable Map<String, Object> configuration) {
    SortedMap<String, String> flat = new TreeMap<>();
    if (configuration != null) {
      flattenInto(flat, "", configuration);
    }
    return flat;
  }

  private static void flattenInto(
      SortedMap<String, String> flat, String prefix, Map<?, ?> configuration) {
    configuration.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> section) {
            flattenInto(flat, key + ".", section);
          } else if (value != null && flat.put(key, text(key, value)) != null) {
            throw new RenderingException(
                "%s sets '%s' twice, in nested and in flat form; keep one of them."
                    .formatted(FIELD, key));
          }
        });
  }

  private static String text(String key, Object value) {
    if (value instanceof List<?> items) {
      List<String> texts = new ArrayList<>();
      for (Object item : items) {
        texts.add(itemText(key, item));
      }
      return join(texts);
    }
    return scalar(key, value);
  }

  /** Items as one text, in the form every Flink release reads a list option from. */
  static String join(List<String> items) {
    return items.stream().map(item -> quoted(item, ";")).collect(Collectors.joining(";"));
  }

  private static String itemText(String key, @Nullable Object item) {
    if (item instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  quoted(String.valueOf(entry.getKey()), ":", ",")
                      + ":"
                      + quoted(scalar(key, entry.getValue()), ":", ","))
          .collect(Collectors.joining(","));
    }
    return scalar(key, item);
  }

  private static String scalar(String key, @Nullable Object value) {
    if (value instanceof Float || value instanceof Double) {
      return new BigDecimal(value.toString()).toPlainString();
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new RenderingException(
        "%s: '%s' must be a text, number, boolean, or a list of these.".formatted(FIELD, key));
  }

  /**
   * Single quotes around a text that holds a separator, quotes inside doubled: Flink's escaping.
   */
  private static String quoted(String text, String... separators) {
    // Flink trims what is not quoted: control characters as well as wide spaces.
    boolean needed =
        text.contains("'")
            || text.contains("\"")
            || text.isEmpty()
            || !text.equals(text.trim())
            || !text.equals(text.strip());
    for (String separator : separators) {
      needed |= text.contains(separator);
    }
    return needed ? "'" + text.replace("'", "''") + "'" : text;
  }
}
