package dev.flinkoperator.config;

/** From which severity on the operator's own classes log. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
