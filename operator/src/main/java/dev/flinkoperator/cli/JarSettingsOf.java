package dev.flinkoperator.cli;

import dev.flinkoperator.config.OperatorConfig;
import dev.flinkoperator.jar.JarSettings;
import dev.flinkoperator.jar.UrlPrefix;
import java.nio.file.Path;

/** What the operator's settings say about jars. */
final class JarSettingsOf {
  private JarSettingsOf() {}

  static JarSettings config(OperatorConfig config) {
    OperatorConfig.Jars jars = config.jars();
    return new JarSettings(
        Path.of(jars.folder()),
        jars.schemes(),
        jars.urlPrefixes().stream().map(UrlPrefix::parse).toList(),
        jars.refusePrivateHosts(),
        jars.privateHosts(),
        jars.maxBytes(),
        jars.maxFolderBytes(),
        jars.timeout());
  }
}
