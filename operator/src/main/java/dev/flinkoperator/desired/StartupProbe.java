package dev.flinkoperator.desired;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * Gives the JobManager a startup probe unless the user's template has one: the Deployment counts as
 * available only once Flink's REST API answers. It never gives up; a slow start is no reason to
 * begin again.
 */
final class StartupProbe {
  private StartupProbe() {}

  static void addTo(Map<String, Object> template, EffectiveConfiguration conf) {
    boolean wanted = conf.isTrue("kubernetes.operator.jm-deployment.startup.probe.enabled", true);
    // On the host's network the port has no name, and a kubelet has no certificate for mutual TLS.
    boolean possible =
        !conf.isTrue("kubernetes.hostnetwork.enabled", false)
            && !conf.isTrue("security.ssl.rest.authentication-enabled", false);
    if (!wanted || !possible) {
      return;
    }
    Map<String, Object> httpGet = new LinkedHashMap<>();
    httpGet.put("path", "/config");
    httpGet.put("port", Constants.REST_PORT_NAME);
    if (conf.isTrue("security.ssl.rest.enabled", false)) {
      httpGet.put("scheme", "HTTPS");
    }
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put("httpGet", httpGet);
    probe.put("periodSeconds", 1);
    probe.put("failureThreshold", Integer.MAX_VALUE);
    PodTemplateLayers.mainContainer(template).putIfAbsent("startupProbe", probe);
  }
}
