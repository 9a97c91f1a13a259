package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Applies the children that matter here, as the dependents do: the ConfigMap that a JobManager
 * reads whenever its container starts, then the Deployment, only where none is known.
 */
final class SimChildren {

  private final SimApi api;
  private final SimKubernetes kubernetes;
  private final Calls calls;
  private final Flaw flaw;
  private final Truth truth;
  private final WatchCache<OwnedFields> configs;
  private final WatchCache<JobManagerView> deployments;

  SimChildren(World world, Calls calls, OperatorMemory memory) {
    this.api = world.api();
    this.kubernetes = world.kubernetes();
    this.truth = world.truth();
    this.calls = calls;
    this.flaw = world.flaw();
    this.configs = memory.configs;
    this.deployments = memory.deployments;
  }

  /**
   * @param launch the pass was planned while no JobManager Deployment was seen
   * @param current a live read: the resource is as this pass has left it
   */
  void apply(FlinkDeployment resource, Revision revision, boolean launch, BooleanSupplier current) {
    String owner = resource.getMetadata().getUid();
    Map<String, String> config = owned(revision.objects().flinkConfig(), owner);
    OwnedFields known = configs.get(SimApi.CONFIG);
    if (known == null || !known.matches(SimApi.OPERATOR, config)) {
      OwnedFields applied =
          calls.write(() -> api.applyConfig(SimApi.OPERATOR, config, flaw.forces()));
      configs.wrote(SimApi.CONFIG, applied, api.lastVersion());
    }
    if (deployments.get(SimApi.NAME) == null) {
      if ((!launch && flaw.leavesVanished()) || !current.getAsBoolean()) {
        throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "the Deployment has vanished");
      }
      JobManagerView made = calls.write(() -> create(owner, revision));
      deployments.wrote(SimApi.NAME, made, api.lastVersion());
    }
  }

  /** Its fields, that by which the garbage collector knows its owner among them. */
  static Map<String, String> owned(ConfigMap config, String owner) {
    Map<String, String> fields = new HashMap<>(config.getData());
    fields.put("owner", owner);
    return fields;
  }

  private JobManagerView create(String owner, Revision revision) {
    if (api.deployments.has(SimApi.NAME)) {
      throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "deployments.apps exists");
    }
    JobManagerView made = kubernetes.createDeployment(owner, revision.launchedAs());
    truth.launched(revision, made.uid());
    return made;
  }
}
