package dev.flinkoperator.cli;

import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.jar.FileSystems;
import dev.flinkoperator.jar.FlinkFileSystems;
import java.io.IOException;
import java.util.Set;

/** Flink's plugins, if jars may be fetched from anything but web servers. */
final class JarFileSystems {
  private static final Set<String> WEB = Set.of("http", "https");

  private JarFileSystems() {}

  static FileSystems of(OperatorConfig config) {
    if (WEB.containsAll(config.jars().schemes())) {
      return file -> {
        throw new IOException("file systems are not allowed");
      };
    }
    return FlinkFileSystems.load(config.flinkDefaults());
  }
}
