package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Renders all objects of one cluster: the same input gives the same objects, to the last character.
 * Owner references are left to the caller; labels and annotations of the resource are not copied.
 */
public final class ClusterRenderer {
  private final IngressRenderer ingress = new IngressRenderer();

  /**
   * Objects of the cluster, all at once.
   *
   * @param conf the options in force, of {@link EffectiveConfiguration#of}
   * @throws RenderingException if the spec cannot be run as it is; says which field and what to do
   */
  public ClusterObjects render(
      FlinkDeployment resource, EffectiveConfiguration conf, Launch launch) {
    try {
      FlinkCluster cluster = FlinkCluster.of(resource, conf, launch);
      return new ClusterObjects(
          FlinkConfigMapRenderer.render(cluster),
          PodTemplateConfigMapRenderer.render(cluster),
          JobManagerDeploymentRenderer.render(cluster),
          TaskManagerDeploymentRenderer.render(cluster),
          InternalServiceRenderer.render(cluster),
          RestServiceRenderer.render(cluster),
          ingress.render(resource, conf));
    } catch (IllegalConfigurationException | IllegalArgumentException | FlinkRuntimeException e) {
      // Flink's classes check options as they read them, and say so by any of these.
      throw new RenderingException(
          "spec.flinkConfiguration cannot be used: %s".formatted(reason(e)));
    }
  }

  private static String reason(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String line = message.lines().findFirst().orElse("").trim();
    return line.length() > 400 ? line.substring(0, 400) + "…" : line;
  }
}
