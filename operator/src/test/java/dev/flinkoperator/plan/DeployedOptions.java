package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** What the JobManager of a session cluster reads: the file that is rendered for it. */
@NullUnmarked
final class DeployedOptions {

  private DeployedOptions() {}

  @SuppressWarnings("unchecked")
  static Map<String, Object> of(Revision revision) {
    Map<String, Object> options = new HashMap<>();
    revision.objects().flinkConfig().getData().entrySet().stream()
        .filter(file -> file.getKey().endsWith(".yaml"))
        .forEach(file -> options.putAll(Serialization.unmarshal(file.getValue(), Map.class)));
    return options;
  }

  static Map<String, Object> of(FlinkDeployment cluster) {
    Scene scene =
        Scene.sessionOf(
            resource -> {
              resource.getSpec().setFlinkVersion(cluster.getSpec().getFlinkVersion());
              resource.getSpec().setFlinkConfiguration(cluster.getSpec().getFlinkConfiguration());
            });
    scene.pass();
    return of(scene.seen().inForce());
  }
}
