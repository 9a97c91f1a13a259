package dev.flinkoperator.controller;

import dev.flinkoperator.act.Actions;
import dev.flinkoperator.act.Outcome;
import dev.flinkoperator.dependent.PlanInContext;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.plan.Deletion;
import dev.flinkoperator.plan.Plan;
import dev.flinkoperator.status.StatusWriter;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one plan: steps, children, status, in this order. */
final class Pass {

  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);

  private final Actions actions;
  private final StatusWriter statuses;
  private final StatusPatch patch;
  private final Context<FlinkDeployment> context;
  private boolean judged;

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
    FlinkDeploymentStatus status = statuses.render(seen, plan, now);
    judged = true;
    Outcome outcome = actions.run(plan.steps(), seen.resource(), patch.intent(status));
    if (outcome instanceof Outcome.Done) {
      applyChildren(seen, plan);
      // Before the finalizer goes nothing is written: the framework would take it off an older
      // copy,
      // in vain, again and again.
      if (!seen.resource().isMarkedForDeletion() || !Deletion.finishes(plan)) {
        patch.write(status);
      }
    }
    return outcome;
  }

  /**
   * Writes why a pass has failed; the failure itself goes to the framework, which tries again. That
   * the report fails too is only logged: a deletion must not hang on it.
   */
  void report(RuntimeException failure, Instant now) {
    try {
      patch.write(statuses.failed(patch.resource(), judged, Refusal.health(failure), now));
    } catch (RuntimeException second) {
      LOG.warn("The status of a failed pass could not be written: {}", second.getMessage());
    }
  }

  private void applyChildren(Observation seen, Plan plan) {
    if (plan.apply() == null) {
      return;
    }
    PlanInContext.put(
        context,
        plan.apply(),
        new PlannedLaunch(seen.jobManager(), () -> actions.current(patch.resource())));
    WorkflowReconcileResult result =
        context.managedWorkflowAndDependentResourceContext().reconcileManagedWorkflow();
    for (Exception failure : result.getErroredDependents().values()) {
      throw new ChildRefusedException(failure);
    }
  }
}
