package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.HighAvailability;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a job is wished to end.
 *
 * @param cause Upgrade, Suspend or Deletion
 * @param bySavepoint upgradeMode savepoint; else last-state
 * @param sameFlink the next cluster has the same flinkVersion and reads the same high-availability
 *     metadata: Flink does not promise that another version understands them
 * @param options of the operator for this job
 */
record StopWish(
    RestorePoint.Cause cause, boolean bySavepoint, boolean sameFlink, StateOptions options) {

  private static final List<String> METADATA_KEYS =
      List.of(
          "high-availability.type",
          "high-availability",
          "high-availability.storageDir",
          "kubernetes.namespace");

  static StopWish of(
      FlinkDeployment resource,
      Revision running,
      EffectiveConfiguration present,
      RestorePoint.Cause cause) {
    Job job = Spec.job(resource);
    return new StopWish(
        cause,
        job != null && job.getUpgradeMode() == Job.UpgradeMode.SAVEPOINT,
        readsMetadataOf(resource, running, present),
        StateOptions.of(present, running));
  }

  /** A cluster of the present spec can go on from the metadata of the running one. */
  static boolean readsMetadataOf(
      FlinkDeployment resource, Revision running, EffectiveConfiguration present) {
    return readsMetadataOf(running, SpecJson.of(resource.getSpec()), present.entries());
  }

  /** The same of a revision that is recorded already. */
  static boolean readsMetadataOf(Revision running, Revision next) {
    return readsMetadataOf(running, next.spec(), next.configuration());
  }

  private static boolean readsMetadataOf(
      Revision running, JsonNode spec, Map<String, String> configuration) {
    Map<String, String> before = running.configuration();
    return HighAvailability.enabled(configuration)
        && spec.path("flinkVersion").asText().equals(running.spec().path("flinkVersion").asText())
        && METADATA_KEYS.stream()
            .allMatch(key -> Objects.equals(before.get(key), configuration.get(key)));
  }
}
