package dev.flinkoperator.dependent;

import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands the revision to apply from the pass to the dependents. They are shared by all resources and
 * threads and hold nothing themselves.
 */
public final class PlanInContext {

  private static final String KEY = "flinkoperator.revision";
  private static final String LAUNCH = "flinkoperator.launch";

  private PlanInContext() {}

  /** Asked right before a JobManager Deployment is written: there is time since the plan. */
  public interface Launch {
    /**
     * One may be made.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server refuses
     */
    boolean allowed();

    /** This is the one that the plan was made for, and nobody has begun to end it since. */
    boolean meant(Deployment live);
  }

  public static void put(Context<FlinkDeployment> context, Revision revision, Launch launch) {
    context.managedWorkflowAndDependentResourceContext().put(KEY, revision);
    context.managedWorkflowAndDependentResourceContext().put(LAUNCH, launch);
  }

  static Launch launch(Context<FlinkDeployment> context) {
    return context.managedWorkflowAndDependentResourceContext().getMandatory(LAUNCH, Launch.class);
  }

  static ClusterObjects objects(Context<FlinkDeployment> context) {
    return context
        .managedWorkflowAndDependentResourceContext()
        .getMandatory(KEY, Revision.class)
        .objects();
  }

  /**
   * A copy to be changed by the framework.
   *
   * @param child not null: a dependent without a child is kept away by its precondition
   */
  static <T extends HasMetadata> T copy(@Nullable T child, Context<FlinkDeployment> context) {
    return context
        .getControllerConfiguration()
        .getConfigurationService()
        .getResourceCloner()
        .clone(Objects.requireNonNull(child));
  }

  static ResourceID named(String name, FlinkDeployment primary) {
    return new ResourceID(name, primary.getMetadata().getNamespace());
  }
}
