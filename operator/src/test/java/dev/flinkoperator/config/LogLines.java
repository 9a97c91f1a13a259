package dev.flinkoperator.config;

import java.util.Locale;
import org.slf4j.LoggerFactory;

/** A process that logs a few events: what Log4j makes of log4j2.xml is set once a process. */
final class LogLines {
  private LogLines() {}

  public static void main(String[] args) {
    LogSettings.apply(
        new OperatorConfig.Logging(
            LogFormat.valueOf(args[0].toUpperCase(Locale.ROOT)),
            LogLevel.valueOf(args[1].toUpperCase(Locale.ROOT))));
    var ours = LoggerFactory.getLogger("dev.flinkoperator.Some");
    ours.info("plain");
    ours.atInfo().addKeyValue("namespace", "jobs").addKeyValue("name", "basic").log("two\nlines");
    ours.debug("detail");
    ours.error("failed", new IllegalStateException("broken"));
    LoggerFactory.getLogger("io.fabric8.Some").info("of a library");
  }
}
