package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The ConfigMap from which the JobManager makes TaskManager pods. */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class PodTemplateDependent
    extends CRUDKubernetesDependentResource<ConfigMap, FlinkDeployment> {

  @Override
  protected ConfigMap desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.copy(PlanInContext.objects(context).podTemplate(), context);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named("pod-template-" + primary.getMetadata().getName(), primary);
  }

  @Override
  public ConfigMap create(
      ConfigMap desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    return Adoption.createOrAdopt(
        () -> super.create(desired, primary, context),
        live -> super.update(live, desired, primary, context),
        desired,
        primary,
        context);
  }
}
