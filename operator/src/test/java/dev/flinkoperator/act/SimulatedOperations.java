package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.observe.JobPoller;
import dev.flinkoperator.plan.Step;
import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** Lets the simulator ask its Flink as the operator does. */
public final class SimulatedOperations {

  private final FlinkOperations operations;

  public SimulatedOperations(FlinkRest rest, JobPoller poller) {
    this.operations = new FlinkOperations(rest, poller);
  }

  public void start(ResourceID id, Step.StartOperation step) {
    operations.start(id, step);
  }

  public void dispose(ResourceID id, Step.DisposeSavepoint step) {
    operations.dispose(id, step);
  }

  public void rescale(ResourceID id, Step.Rescale step) {
    operations.rescale(id, step);
  }

  public void forget(ResourceID id) {
    operations.forget(id);
  }
}
