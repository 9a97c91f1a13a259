package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRuleBuilder;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.kubernetes.utils.Constants;
import org.apache.flink.kubernetes.utils.KubernetesUtils;
import org.jspecify.annotations.Nullable;

/**
 * The Ingress that opens Flink's REST API and UI to the outside. It does not depend on the launch:
 * an edit restarts nothing.
 */
public final class IngressRenderer {

  /**
   * The Ingress the spec asks for.
   *
   * @return null if the spec asks for none, or the operator is told to leave Ingresses alone
   * @throws RenderingException if the template is missing or is no URL
   */
  public @Nullable Ingress render(FlinkDeployment resource, EffectiveConfiguration conf) {
    var wanted = resource.getSpec().getIngress();
    if (wanted == null || !conf.isTrue("kubernetes.operator.ingress.manage", true)) {
      return null;
    }
    String name = resource.getMetadata().getName();
    IngressUrl url =
        IngressUrl.of(wanted.getTemplate(), name, resource.getMetadata().getNamespace());
    Ingress ingress =
        new IngressBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(resource.getMetadata().getNamespace())
            .addToLabels(orEmpty(wanted.getLabels()))
            .addToLabels(KubernetesUtils.getCommonLabels(name))
            .addToLabels(Constants.LABEL_COMPONENT_KEY, "ingress")
            .addToAnnotations(orEmpty(wanted.getAnnotations()))
            .endMetadata()
            .withNewSpec()
            .withRules(rule(name, url, restPort(conf)))
            .endSpec()
            .build();
    if (wanted.getClassName() != null && !wanted.getClassName().isBlank()) {
      ingress.getSpec().setIngressClassName(wanted.getClassName().trim());
    }
    if (wanted.getTls() != null && !wanted.getTls().isEmpty()) {
      ingress.getSpec().setTls(wanted.getTls());
    }
    return ingress;
  }

  private static IngressRule rule(String name, IngressUrl url, int port) {
    HTTPIngressPath path =
        new HTTPIngressPathBuilder()
            .withPath(url.path())
            .withPathType("ImplementationSpecific")
            .withNewBackend()
            .withNewService()
            .withName(name + Constants.FLINK_REST_SERVICE_SUFFIX)
            .withNewPort()
            .withNumber(port)
            .endPort()
            .endService()
            .endBackend()
            .build();
    return new IngressRuleBuilder()
        .withHost(url.host())
        .withNewHttp()
        .withPaths(path)
        .endHttp()
        .build();
  }

  private static int restPort(EffectiveConfiguration conf) {
    try {
      return Configuration.fromMap(conf.entries()).get(RestOptions.PORT);
    } catch (IllegalArgumentException e) {
      throw new RenderingException(
          "spec.flinkConfiguration: 'rest.port' is '%s'; it must be a port number."
              .formatted(conf.get("rest.port")));
    }
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
