package dev.flinkoperator.plan;

import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Launch;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;

/** Makes the real planner with a rendering of the simulator's own. */
public final class SimulatedPlanner {

  private SimulatedPlanner() {}

  /** As {@link Rendering}, which only this package knows. */
  @FunctionalInterface
  public interface Renderer {
    ClusterObjects render(
        FlinkDeployment resource, EffectiveConfiguration configuration, Launch launch);
  }

  /** A cluster of the one spec is what the other asks for. */
  public static boolean same(FlinkDeploymentSpec present, Revision deployed) {
    SpecChange change = SpecDiff.between(deployed.spec(), SpecJson.of(present));
    return change == SpecChange.NONE;
  }

  public static Planner with(PlanSettings settings, Renderer renderer) {
    return new Planner(settings, renderer::render);
  }
}
