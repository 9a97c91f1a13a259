package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;

/**
 * The JobManager Deployment. Created only where none is: a stale cache must never turn one cluster
 * into the next in place.
 */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class JobManagerDependent
    extends CRUDKubernetesDependentResource<Deployment, FlinkDeployment> {

  @Override
  protected Deployment desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.copy(PlanInContext.objects(context).jobManager(), context);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named(primary.getMetadata().getName(), primary);
  }

  @Override
  public Deployment create(
      Deployment desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    if (!PlanInContext.launch(context).allowed()) {
      // Gone since the pass was planned, its pods may still be alive; or a successor has taken
      // over.
      throw new KubernetesClientException(
          "The JobManager Deployment vanished, or the resource changed, during the pass",
          HttpURLConnection.HTTP_CONFLICT,
          null);
    }
    return Adoption.createOrRefuse(
        () -> super.create(desired, primary, context), desired, primary, context);
  }

  /**
   * Bound to the one that was seen, as it was seen: never makes one beside dying pods, never turns
   * another, never scales one up again that was scaled down for its end.
   */
  @Override
  public Deployment update(
      Deployment actual,
      Deployment desired,
      FlinkDeployment primary,
      Context<FlinkDeployment> context) {
    if (!PlanInContext.launch(context).meant(actual)) {
      // The watch is ahead of the plan: a successor may have made this one, or begun to end it.
      throw new KubernetesClientException(
          "The JobManager Deployment changed during the pass",
          HttpURLConnection.HTTP_CONFLICT,
          null);
    }
    desired.getMetadata().setUid(actual.getMetadata().getUid());
    desired.getMetadata().setResourceVersion(actual.getMetadata().getResourceVersion());
    return super.update(actual, desired, primary, context);
  }
}
