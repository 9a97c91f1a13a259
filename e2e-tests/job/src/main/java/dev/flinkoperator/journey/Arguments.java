package dev.flinkoperator.journey;

import java.util.HashMap;
import java.util.Map;

/**
 * {@code --name value} pairs and bare {@code --name} flags. Flink's own parser lies in another
 * package in Flink 2.
 */
final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  static Arguments parse(String[] args) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        throw new IllegalArgumentException("expected --name, not " + args[i]);
      }
      boolean isFlag = i + 1 == args.length || args[i + 1].startsWith("--");
      values.put(args[i].substring(2), isFlag ? "" : args[++i]);
    }
    return new Arguments(values);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is missing");
    }
    return value;
  }

  int number(String name, int otherwise) {
    return has(name) ? Integer.parseInt(text(name)) : otherwise;
  }
}
