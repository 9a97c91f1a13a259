package dev.flinkoperator.config;

/** How log lines are written. */
public enum LogFormat {
  /** One readable line an event, for people. */
  TEXT,
  /** One JSON object a line, for log collectors. */
  JSON
}
