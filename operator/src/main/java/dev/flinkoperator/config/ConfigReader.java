package dev.flinkoperator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads keys from the file's map and the environment and gathers every problem on the way. */
final class ConfigReader {

  private static final int LONGEST_SHOWN = 80;

  private final Map<String, String> file;
  private final Map<String, String> env;
  private final List<String> problems = new ArrayList<>();

  ConfigReader(Map<String, String> file, Map<String, String> env) {
    this.file = file;
    this.env = env;
  }

  /** The value, or the default where nothing is set or what is set was noted as a problem. */
  <T> T read(ConfigKey<T> key) {
    var sources = Stream.concat(key.shortEnv().stream(), Stream.of(key.env()));
    // A variable set to nothing is what templating leaves behind for "not set".
    var variable = sources.filter(name -> !env.getOrDefault(name, "").isBlank()).findFirst();
    if (variable.isPresent()) {
      var name = variable.get();
      return parse(key, "environment variable " + name, env.getOrDefault(name, ""));
    }
    var text = file.get(key.name());
    return text == null
        ? key.type().parser().apply(key.defaultText())
        : parse(key, key.name(), text);
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  List<String> problems() {
    return problems;
  }

  private <T> T parse(ConfigKey<T> key, String source, String text) {
    try {
      return key.type().parser().apply(text.strip());
    } catch (IllegalArgumentException e) {
      problem("%s must be %s; it is \"%s\".".formatted(source, e.getMessage(), shown(text)));
      return key.type().parser().apply(key.defaultText());
    }
  }

  /** User text fit for a message: bounded, without line breaks or other control characters. */
  static String shown(String text) {
    var flat = text.replaceAll("\\p{Cntrl}", " ");
    return flat.length() <= LONGEST_SHOWN ? flat : flat.substring(0, LONGEST_SHOWN) + "…";
  }
}
