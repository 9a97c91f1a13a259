package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The Ingress of Flink's UI. */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class IngressDependent
    extends CRUDKubernetesDependentResource<Ingress, FlinkDeployment> {

  @Override
  protected Ingress desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.copy(PlanInContext.objects(context).ingress(), context);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named(primary.getMetadata().getName(), primary);
  }

  @Override
  public Ingress create(
      Ingress desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    return Adoption.createOrAdopt(
        () -> super.create(desired, primary, context),
        live -> super.update(live, desired, primary, context),
        desired,
        primary,
        context);
  }
}
