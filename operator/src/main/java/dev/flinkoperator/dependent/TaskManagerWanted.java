package dev.flinkoperator.dependent;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

/** The mode is standalone. */
public final class TaskManagerWanted implements Condition<Object, FlinkDeployment> {

  @Override
  public boolean isMet(
      DependentResource<Object, FlinkDeployment> dependentResource,
      FlinkDeployment primary,
      Context<FlinkDeployment> context) {
    return PlanInContext.objects(context).taskManager() != null;
  }
}
