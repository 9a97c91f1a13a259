package dev.flinkoperator.controller;

import dev.flinkoperator.dependent.PlanInContext;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a JobManager Deployment to what the pass was planned from. The watch goes on while the pass
 * does its steps, and so does a successor that this process has not noticed yet.
 *
 * @param planned the one that the plan was made from; null: there was none
 * @param current a live read: the resource is as this pass has left it
 */
record PlannedLaunch(@Nullable JobManagerView planned, BooleanSupplier current)
    implements PlanInContext.Launch {

  @Override
  public boolean allowed() {
    return planned == null && current.getAsBoolean();
  }

  @Override
  public boolean meant(Deployment live) {
    JobManagerView now = JobManagerViews.of(live);
    return planned != null
        && planned.uid().equals(now.uid())
        && Objects.equals(planned.revision(), now.revision())
        && planned.deleting() == now.deleting();
  }
}
