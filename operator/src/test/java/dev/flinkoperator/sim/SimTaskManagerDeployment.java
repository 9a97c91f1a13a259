package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Deployment of TaskManagers in standalone mode.
 *
 * @param cluster uid of the JobManager Deployment that its pods were last made for
 * @param fields what is applied to it
 */
record SimTaskManagerDeployment(String uid, String cluster, boolean deleting, OwnedFields fields) {

  static final String NAME = SimApi.NAME + "-taskmanager";
  static final String REPLICAS = "replicas";

  private static final String REVISION = "revision";
  private static final String OWNER = "owner";

  /**
   * What the operator applies.
   *
   * @param owner uid of the JobManager Deployment
   */
  static Map<String, String> wanted(Revision revision, String owner) {
    Deployment rendered = Objects.requireNonNull(revision.objects().taskManager());
    return Map.of(
        REPLICAS,
        rendered.getSpec().getReplicas().toString(),
        REVISION,
        revision.launchedAs(),
        OWNER,
        owner);
  }

  /** Null: somebody has taken it away from its owner. */
  @Nullable String owner() {
    return fields.values().get(OWNER);
  }

  int replicas() {
    return Integer.parseInt(fields.values().getOrDefault(REPLICAS, "1"));
  }

  SimTaskManagerDeployment with(OwnedFields other) {
    String owner = other.values().get(OWNER);
    return new SimTaskManagerDeployment(uid, owner == null ? cluster : owner, deleting, other);
  }

  SimTaskManagerDeployment orphaned() {
    return with(fields.updated("garbage-collector", OWNER, null));
  }

  SimTaskManagerDeployment ending() {
    return new SimTaskManagerDeployment(uid, cluster, true, fields);
  }
}
