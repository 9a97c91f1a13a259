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
 * @param answersAge Flink answers questions about checkpoints from a cache that is so old at most,
 *     in milliseconds
 * @param adaptive how parallel it runs can be changed while it runs
 * @param parallelism of the job's one vertex
 * @param taskManagers in standalone mode, as many as there are to be; 0: in native mode
 * @param reactive the job takes as many as there are
 */
record Launched(
    String revision,
    String jobId,
    @Nullable String path,
    boolean highAvailable,
    String image,
    long answersAge,
    boolean adaptive,
    int parallelism,
    int taskManagers,
    boolean reactive) {

  static final String BROKEN = "broken";

  /** A field that makes no difference to the job, whatever somebody writes into it. */
  static final String HARMLESS = "log-level";

  ConfigMap write() {
    Map<String, String> data = new HashMap<>();
    data.put("revision", revision);
    data.put("job-id", jobId);
    data.put("high-availability", Boolean.toString(highAvailable));
    data.put("image", image);
    data.put("answers-age", Long.toString(answersAge));
    data.put("adaptive", Boolean.toString(adaptive));
    data.put("parallelism", Integer.toString(parallelism));
    if (taskManagers > 0) {
      data.put("task-managers", Integer.toString(taskManagers));
      data.put("reactive", Boolean.toString(reactive));
    }
    data.put(HARMLESS, "INFO");
    if (path != null) {
      data.put("path", path);
    }
    return new ConfigMapBuilder().withData(data).build();
  }

  static Launched read(Map<String, String> data) {
    return new Launched(
        data.getOrDefault("revision", ""),
        data.getOrDefault("job-id", ""),
        data.get("path"),
        Boolean.parseBoolean(data.get("high-availability")),
        data.getOrDefault("image", ""),
        Long.parseLong(data.getOrDefault("answers-age", "0")),
        Boolean.parseBoolean(data.get("adaptive")),
        Integer.parseInt(data.getOrDefault("parallelism", "1")),
        Integer.parseInt(data.getOrDefault("task-managers", "0")),
        Boolean.parseBoolean(data.get("reactive")));
  }

  /** The operator starts the TaskManagers. */
  boolean standalone() {
    return taskManagers > 0;
  }

  /** With fewer the job has too few slots: each has one. */
  int taskManagersNeeded() {
    return reactive ? 1 : taskManagers;
  }
}
