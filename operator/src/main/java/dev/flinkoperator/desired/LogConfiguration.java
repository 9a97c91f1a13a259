package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Logging configuration files of a cluster by name: the user's, else one of ours that logs to the
 * console.
 */
final class LogConfiguration {
  private static final String LOG4J = "log4j-console.properties";
  static final String DEFAULT = read();

  private LogConfiguration() {}

  static SortedMap<String, String> of(FlinkDeploymentSpec spec) {
    SortedMap<String, String> files = new TreeMap<>();
    if (spec.getLogConfiguration() != null) {
      files.putAll(spec.getLogConfiguration());
    }
    if (files.isEmpty()) {
      files.put(LOG4J, DEFAULT);
    }
    return Collections.unmodifiableSortedMap(files);
  }

  private static String read() {
    try (InputStream in = LogConfiguration.class.getResourceAsStream(LOG4J)) {
      if (in == null) {
        throw new IllegalStateException(LOG4J + " is missing from the operator's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
