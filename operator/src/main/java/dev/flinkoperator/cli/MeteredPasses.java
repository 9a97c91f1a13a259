package dev.flinkoperator.cli;

import dev.flinkoperator.controller.PassListener;
import dev.flinkoperator.metrics.ResourceStates;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;

/** Hands what passes found to the meters. */
record MeteredPasses(ResourceStates states) implements PassListener<FlinkDeployment> {

  @Override
  public void passed(FlinkDeployment resource) {
    FlinkDeploymentStatus status = resource.getStatus();
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
  public void gone(FlinkDeployment resource) {
    states.removed(
        resource.getKind(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName());
  }
}
