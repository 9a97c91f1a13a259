package dev.flinkoperator.config;

import java.util.List;
import java.util.Locale;

/**
 * One setting.
 *
 * @param name as written in the file
 * @param type how its text is read
 * @param defaultText the default, as a user would write it
 * @param doc one or two sentences for the reference page
 * @param shortEnv further environment variables that set it, the strongest first
 */
record ConfigKey<T>(
    String name, ConfigType<T> type, String defaultText, String doc, List<String> shortEnv) {

  ConfigKey {
    shortEnv = List.copyOf(shortEnv);
  }

  static <T> ConfigKey<T> of(String name, ConfigType<T> type, String defaultText, String doc) {
    return new ConfigKey<>(name, type, defaultText, doc, List.of());
  }

  ConfigKey<T> alsoFrom(String env) {
    return new ConfigKey<>(name, type, defaultText, doc, List.of(env));
  }

  /**
   * The environment variable of this key: upper case, everything but letters and digits a {@code
   * _}.
   */
  String env() {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
