package dev.flinkoperator.cli;

import dev.flinkoperator.controller.PassListener;
import dev.flinkoperator.metrics.ResourceStates;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;

/** Hands what passes for session jobs found to the meters. */
record MeteredSessionJobPasses(ResourceStates states) implements PassListener<FlinkSessionJob> {

  @Override
  public void passed(FlinkSessionJob resource) {
    FlinkSessionJobStatus status = resource.getStatus();
    if (status == null || status.getLifecycleState() == null) {
      return;
    }
    boolean ready =
        status.getConditions() != null
            && status.getConditions().stream()
                .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    String job =
        status.getJobStatus() == null || status.getJobStatus().getState() == null
            ? ""
            : status.getJobStatus().getState();
    states.observed(
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        status.getLifecycleState(),
        ready,
        job);
  }

  @Override
  public void gone(FlinkSessionJob resource) {
    states.removed(
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName());
  }
}
