package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Flink's file systems: those of the plugins in the folder {@code FLINK_PLUGINS_DIR} names, as in
 * Flink itself (Flink docs, "Plugins"). Flink keeps them for the whole process, so this is made
 * once.
 */
public final class FlinkFileSystems implements FileSystems {

  /**
   * Loads the plugins.
   *
   * @param settings Flink's, with the credentials the plugins need unless they come by environment
   */
  public static FileSystems load(Map<String, String> settings) {
    Configuration configuration = Configuration.fromMap(settings);
    return new FlinkFileSystems(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
  }

  FlinkFileSystems(Configuration configuration, PluginManager plugins) {
    FileSystem.initialize(configuration, plugins);
  }

  @Override
  public InputStream open(URI file) throws IOException {
    try {
      return FileSystem.get(file).open(new Path(file));
    } catch (UnsupportedFileSystemSchemeException e) {
      // Flink's own words advise on the cluster's class path, which is not the operator's.
      throw new IOException("no plugin of the operator's reads this scheme; see docs/jars.md", e);
    }
  }
}
