package dev.flinkoperator.sim;

import dev.flinkoperator.desired.ClusterObjects;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.HighAvailability;
import dev.flinkoperator.desired.Launch;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.TaskManagerCount;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.observe.CheckpointsAge;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/** Objects that say no more than the simulator reads from them: a thousandth of the real cost. */
final class StubRendering {

  private StubRendering() {}

  static ClusterObjects render(
      FlinkDeployment resource, EffectiveConfiguration configuration, Launch launch) {
    boolean standalone = resource.getSpec().getMode() == FlinkDeploymentSpec.Mode.STANDALONE;
    Launched launched =
        new Launched(
            launch.revision(),
            launch.jobId(),
            launch.savepointPath(),
            HighAvailability.enabled(configuration.entries()),
            resource.getSpec().getImage(),
            CheckpointsAge.of(configuration.entries()).toMillis(),
            "adaptive".equals(configuration.get(SimScale.SCHEDULER)),
            SimScale.launched(resource.getSpec(), configuration),
            standalone ? TaskManagerCount.of(resource.getSpec(), configuration.entries()) : 0,
            "reactive".equals(configuration.get("scheduler-mode")));
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(resource.getMetadata().getName());
    metadata.setAnnotations(Map.of(Revision.ANNOTATION, launch.revision()));
    Deployment jobManager = new Deployment();
    jobManager.setMetadata(metadata);
    Deployment taskManager = standalone ? scaled(metadata, launched.taskManagers()) : null;
    return new ClusterObjects(
        launched.write(), null, jobManager, taskManager, null, new Service(), null);
  }

  private static Deployment scaled(ObjectMeta metadata, int replicas) {
    return new DeploymentBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }
}
