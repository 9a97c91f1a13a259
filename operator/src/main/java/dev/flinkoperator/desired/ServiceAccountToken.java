package dev.flinkoperator.desired;

import java.util.Map;
import java.util.Set;

/**
 * In standalone mode nothing in a pod has to ask Kubernetes, unless Flink elects its leader there:
 * the pods get no token then, so that the code of a job has none of the rights of its service
 * account either, whatever they are. A template that says {@code automountServiceAccountToken} has
 * its way.
 */
final class ServiceAccountToken {

  private static final Set<String> ELSEWHERE = Set.of("", "none", "zookeeper");

  private ServiceAccountToken() {}

  static void withhold(FlinkCluster cluster, Map<String, Object> template) {
    if (cluster.standalone() && leaderIsElectedElsewhere(cluster.options())) {
      PodTemplateLayers.section(template, "spec")
          .putIfAbsent("automountServiceAccountToken", false);
    }
  }

  private static boolean leaderIsElectedElsewhere(Map<String, String> options) {
    return ELSEWHERE.contains(HighAvailability.type(options));
  }
}
