package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The headless Service by which TaskManagers find the JobManager without high availability. */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class InternalServiceDependent
    extends CRUDKubernetesDependentResource<Service, FlinkDeployment> {

  @Override
  protected Service desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.copy(PlanInContext.objects(context).internalService(), context);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named(primary.getMetadata().getName(), primary);
  }

  @Override
  public Service create(
      Service desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    return Adoption.createOrAdopt(
        () -> super.create(desired, primary, context),
        live -> super.update(live, desired, primary, context),
        desired,
        primary,
        context);
  }

  @Override
  public Service update(
      Service actual, Service desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    PortNames.free(actual, desired, context);
    return super.update(actual, desired, primary, context);
  }
}
