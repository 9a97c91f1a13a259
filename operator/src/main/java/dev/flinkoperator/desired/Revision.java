package dev.flinkoperator.desired;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was deployed once, kept word for word: children are matched against it and not against
 * today's renderer, so that an operator upgrade restarts nobody's job and a rollback is exact.
 *
 * @param name of the ControllerRevision that keeps it
 * @param number counts up by one with every revision of the resource
 * @param jobId 32 hexadecimal digits, chosen before the job is submitted; empty for a session
 *     cluster
 * @param spec the spec it was made from
 * @param configuration the Flink configuration in force, operator defaults included
 * @param objects the rendered children
 * @param restoredFrom path of the savepoint or checkpoint its job was told to start from, or
 *     Flink's word for high-availability metadata; null: it started from empty
 */
public record Revision(
    String name,
    long number,
    String jobId,
    JsonNode spec,
    SortedMap<String, String> configuration,
    ClusterObjects objects,
    @Nullable String restoredFrom) {

  /** Annotation of the JobManager Deployment: the revision its pods were made from. */
  public static final String ANNOTATION = "flinkoperator.dev/revision";

  /**
   * Name of the revision the JobManager was rendered for: an older one than {@link #name()} when
   * only what needs no restart has changed since.
   */
  public String launchedAs() {
    String launched = objects.jobManager().getMetadata().getAnnotations().get(ANNOTATION);
    return launched == null ? name : launched;
  }

  /**
   * A JobManager with this mark was made from it. One that another operator made carries none, and
   * the revision that was recorded when it was taken over an empty one.
   */
  public boolean runsAs(@Nullable String mark) {
    return launchedAs().equals(mark == null ? "" : mark);
  }

  /** A cluster without a job of its own. */
  public boolean session() {
    return !spec.path("job").isObject();
  }

  /**
   * Flink takes the ids of savepoints from the one who asks for them, from 1.15 on (FLINK-24208).
   */
  public boolean takesTriggerIds() {
    FlinkVersion version = FlinkVersion.parse(spec.path("flinkVersion").asText());
    return version == null || !version.isBefore(1, 15);
  }

  /**
   * Flink gives the vertices of a job other parallelisms than its code does, in application mode up
   * to 1.20 (from 2.0 on it does not: FLINK-38770).
   */
  public boolean overridesParallelism() {
    FlinkVersion version = FlinkVersion.parse(spec.path("flinkVersion").asText());
    return version == null || version.isBefore(2, 0);
  }

  /**
   * Flink's adaptive scheduler can be told how parallel a job is to run, from 1.18 on (FLIP-291).
   */
  public boolean takesResourceRequirements() {
    FlinkVersion version = FlinkVersion.parse(spec.path("flinkVersion").asText());
    return version != null && !version.isBefore(1, 18);
  }

  /** The operator starts the TaskManagers, not Flink. */
  public boolean standalone() {
    return objects.taskManager() != null;
  }

  /** Flink keeps the job's metadata in ConfigMaps or ZooKeeper, outside its JobManager. */
  public boolean highlyAvailable() {
    return HighAvailability.enabled(configuration);
  }
}
