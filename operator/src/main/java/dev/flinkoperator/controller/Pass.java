package dev.flinkoperator.controller;

import dev.flinkoperator.act.Actions;
import dev.flinkoperator.act.Outcome;
import dev.flinkoperator.dependent.PlanInContext;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.time.Instant;

/**
 * Carries out one plan: steps, children, status, in this order. The status is written after a
 * failure too; the failure is then thrown on, for the framework to try again later.
 */
final class Pass {

  private final Actions actions;
  private final StatusWriter statuses;
  private final StatusPatch patch;
  private final Context<FlinkDeployment> context;

  Pass(
      Actions actions, StatusWriter statuses, StatusPatch patch, Context<FlinkDeployment> context) {
    this.actions = actions;
    this.statuses = statuses;
    this.patch = patch;
    this.context = context;
  }

  /**
   * @return Waiting if a step has to wait: the pass is to be made again soon
   */
  Outcome run(Observation seen, Plan plan, Instant now) {
    FlinkDeploymentStatus planned = statuses.render(seen, plan, now);
    try {
      Outcome outcome =
          actions.run(plan.steps(), seen.resource(), () -> patch.writeIntent(planned));
      if (outcome instanceof Outcome.Done) {
        applyChildren(plan);
        patch.write(planned);
      }
      return outcome;
    } catch (RuntimeException failure) {
      if (!Refusal.isConflict(failure)) {
        Health health = Refusal.health(failure);
        patch.write(statuses.failed(seen.resource(), planned, health, now));
      }
      throw failure;
    }
  }

  private void applyChildren(Plan plan) {
    if (plan.apply() == null) {
      return;
    }
    PlanInContext.put(context, plan.apply());
    WorkflowReconcileResult result =
        context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
    for (Exception failure : result.getErroredDependents().values()) {
      throw new ChildRefusedException(failure);
    }
  }
}
