package dev.flinkoperator.config;

import java.util.Locale;

/**
 * Hands the log settings to Log4j, whose configuration (log4j2.xml) looks up these two system
 * properties. Log4j reads them when the first logger is made, so this comes before it.
 */
public final class LogSettings {
  private LogSettings() {}

  /** Sets the two system properties. */
  public static void apply(OperatorConfig.Logging logging) {
    System.setProperty(OperatorKeys.LOG_FORMAT.name(), lower(logging.format()));
    System.setProperty(OperatorKeys.LOG_LEVEL.name(), lower(logging.level()));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
