package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerFormTest {

  @Test
  void drops_what_the_server_leaves_out() {
    assertThat(
            form(
                """
                spec:
                  hostNetwork: false
                  priorityClassName: ""
                  nodeSelector: {}
                  containers:
                  - name: a
                    env: []
                    stdin: false
                    livenessProbe: {initialDelaySeconds: 0, periodSeconds: 5}
                    volumeMounts: [{name: x, mountPath: /x, readOnly: false}]
                """))
        .isEqualTo(
            tree(
                """
                spec:
                  containers:
                  - name: a
                    livenessProbe: {periodSeconds: 5}
                    volumeMounts: [{name: x, mountPath: /x}]
                """));
  }

  @Test
  void keeps_zero_false_and_empty_where_they_mean_something() {
    String template =
        """
        metadata:
          annotations: {empty: "", sizeLimit: "1.0"}
        spec:
          automountServiceAccountToken: false
          terminationGracePeriodSeconds: 0
          securityContext: {runAsUser: 0, runAsNonRoot: false}
          containers:
          - name: a
            args: ["", x]
            securityContext: {readOnlyRootFilesystem: false}
          volumes:
          - name: x
            emptyDir: {}
          - name: y
            csi: {driver: d, readOnly: false, volumeAttributes: {a: ""}}
        """;
    assertThat(form(template)).isEqualTo(tree(template));
  }

  @Test
  void fills_in_defaults_inside_values_that_are_owned_as_a_whole() {
    assertThat(form("valueFrom: {fieldRef: {fieldPath: a}}"))
        .isEqualTo(tree("valueFrom: {fieldRef: {fieldPath: a, apiVersion: v1}}"));
    assertThat(form("valueFrom: {resourceFieldRef: {resource: a, divisor: 1.0}}"))
        .isEqualTo(tree("valueFrom: {resourceFieldRef: {resource: a, divisor: '1'}}"));
    assertThat(form("sources: [{serviceAccountToken: {path: a}}]"))
        .isEqualTo(tree("sources: [{serviceAccountToken: {path: a, expirationSeconds: 3600}}]"));
  }

  @Test
  void says_where_a_quantity_is_wrong() {
    assertThatThrownBy(() -> form("containers: [{resources: {limits: {cpu: many}}}]"))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("field.containers[0].resources.limits.cpu: 'many'");
  }

  private static Map<String, Object> form(String yaml) {
    return ServerForm.of("field", tree(yaml));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(String yaml) {
    return Serialization.unmarshal(yaml, Map.class);
  }
}
