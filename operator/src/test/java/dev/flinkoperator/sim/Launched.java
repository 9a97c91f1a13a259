package dev.flinkoperator.sim;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JobManager reads from its ConfigMap when its container starts.
 *
 * @param revision it was rendered for
 * @param path of the snapshot to restore; null: none
 * @param highAvailable metadata is kept in ConfigMaps and read before the path
 * @param image "broken" cannot be pulled
 */
record Launched(
    String revision, String jobId, @Nullable String path, boolean highAvailable, String image) {

  static final String BROKEN = "broken";

  ConfigMap write() {
    Map<String, String> data = new HashMap<>();
    data.put("revision", revision);
    data.put("job-id", jobId);
    data.put("high-availability", Boolean.toString(highAvailable));
    data.put("image", image);
    if (path != null) {
      data.put("path", path);
    }
    return new ConfigMapBuilder().withData(data).build();
  }

  static Launched read(ConfigMap map) {
    Map<String, String> data = map.getData();
    return new Launched(
        data.getOrDefault("revision", ""),
        data.getOrDefault("job-id", ""),
        data.get("path"),
        Boolean.parseBoolean(data.get("high-availability")),
        data.getOrDefault("image", ""));
  }
}
