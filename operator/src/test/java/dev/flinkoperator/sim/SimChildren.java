package dev.flinkoperator.sim;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Applies the children that matter here, as the dependents do: the ConfigMap that a JobManager
 * reads whenever its container starts, then the Deployment. What is the operator's and not as
 * wanted is put right, whoever has changed it; what is others' own is left to them.
 */
final class SimChildren {

  private final SimApi api;
  private final SimKubernetes kubernetes;
  private final Calls calls;
  private final Flaw flaw;
  private final Truth truth;
  private final WatchCache<OwnedFields> configs;
  private final WatchCache<SimDeployment> deployments;
  private final SimTaskManagerChild taskManagers;

  SimChildren(World world, Calls calls, OperatorMemory memory) {
    this.api = world.api();
    this.kubernetes = world.kubernetes();
    this.truth = world.truth();
    this.calls = calls;
    this.flaw = world.flaw();
    this.configs = memory.configs;
    this.deployments = memory.deployments;
    this.taskManagers = new SimTaskManagerChild(world, calls, memory);
  }

  /**
   * @param planned the JobManager Deployment that the pass was planned from; null: none was seen
   * @param current a live read: the resource is as this pass has left it
   */
  void apply(
      FlinkDeployment resource,
      Revision revision,
      @Nullable JobManagerView planned,
      BooleanSupplier current) {
    String owner = resource.getMetadata().getUid();
    config(owned(revision.objects().flinkConfig(), owner));
    SimDeployment seen = deployments.get(SimApi.NAME);
    if (seen == null) {
      launch(owner, revision, planned == null, current);
    } else if (!seen.fields().matches(SimApi.OPERATOR, wanted(revision))) {
      if (flaw.keepsToPlan() && !meant(planned, seen.view())) {
        throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "it changed during the pass");
      }
      update(seen, deployments.version(SimApi.NAME), wanted(revision));
    }
    taskManagers.apply(revision);
  }

  /** Its fields, that by which the garbage collector knows its owner among them. */
  static Map<String, String> owned(ConfigMap config, String owner) {
    Map<String, String> fields = new HashMap<>(config.getData());
    fields.put("owner", owner);
    return fields;
  }

  private static Map<String, String> wanted(Revision revision) {
    return SimDeployment.wanted(revision.launchedAs());
  }

  private static boolean meant(@Nullable JobManagerView planned, JobManagerView now) {
    return planned != null
        && planned.uid().equals(now.uid())
        && Objects.equals(planned.revision(), now.revision())
        && planned.deleting() == now.deleting();
  }

  private void config(Map<String, String> wanted) {
    OwnedFields known = configs.get(SimApi.CONFIG);
    if (known == null || !known.matches(SimApi.OPERATOR, wanted)) {
      OwnedFields applied =
          calls.write(() -> api.applyConfig(SimApi.OPERATOR, wanted, flaw.forces()));
      configs.wrote(SimApi.CONFIG, applied, api.lastVersion());
    }
  }

  private void launch(String owner, Revision revision, boolean first, BooleanSupplier current) {
    if ((!first && flaw.leavesVanished()) || !current.getAsBoolean()) {
      throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "the Deployment has vanished");
    }
    SimDeployment made = calls.write(() -> create(owner, revision));
    deployments.wrote(SimApi.NAME, made, api.lastVersion());
  }

  /** Bound to the one that was seen, as it was seen. */
  private void update(SimDeployment seen, long version, Map<String, String> wanted) {
    SimDeployment made =
        calls.write(
            () -> {
              if (api.deployments.version(SimApi.NAME) != version) {
                throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "it has been modified");
              }
              SimDeployment next =
                  seen.with(seen.fields().applied(SimApi.OPERATOR, wanted, flaw.forces()));
              truth.applied(seen, next);
              kubernetes.changed(next);
              return next;
            });
    deployments.wrote(SimApi.NAME, made, api.lastVersion());
  }

  private SimDeployment create(String owner, Revision revision) {
    if (api.deployments.has(SimApi.NAME)) {
      throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "deployments.apps exists");
    }
    OwnedFields fields = OwnedFields.NONE.applied(SimApi.OPERATOR, wanted(revision), true);
    SimDeployment made = kubernetes.createDeployment(owner, revision.launchedAs(), fields);
    truth.launched(revision, made.uid());
    return made;
  }
}
