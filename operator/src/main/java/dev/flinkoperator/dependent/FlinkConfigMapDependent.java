package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** The ConfigMap with Flink's configuration and logging. */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class FlinkConfigMapDependent
    extends CRUDKubernetesDependentResource<ConfigMap, FlinkDeployment> {

  @Override
  protected ConfigMap desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.copy(PlanInContext.objects(context).flinkConfig(), context);
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named("flink-config-" + primary.getMetadata().getName(), primary);
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
