package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.Service;
import org.apache.flink.kubernetes.kubeclient.services.HeadlessClusterIPService;
import org.jspecify.annotations.Nullable;

/**
 * The headless Service by which TaskManagers find the JobManager. With high availability they ask
 * for the leader instead.
 */
final class InternalServiceRenderer {
  private InternalServiceRenderer() {}

  static @Nullable Service render(FlinkCluster cluster) {
    return cluster.parameters().isInternalServiceEnabled()
        ? ServiceForm.of(
            cluster, HeadlessClusterIPService.INSTANCE.buildUpInternalService(cluster.parameters()))
        : null;
  }
}
