package dev.flinkoperator.plan;

import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Launch;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;

/** Makes the objects of a cluster: the same input gives the same objects. */
@FunctionalInterface
interface Rendering {

  /**
   * @throws dev.flinkoperator.desired.RenderingException if the spec cannot be run as it is
   */
  ClusterObjects render(
      FlinkDeployment resource, EffectiveConfiguration configuration, Launch launch);
}
