package dev.flinkoperator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerCallTest {

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/pods, , list, pods",
    "GET, /api/v1/namespaces/jobs/pods?watch=true, , watch, pods",
    "GET, /apis/apps/v1/namespaces/jobs/deployments/basic, , get, deployments",
    "GET, /api/v1/namespaces/jobs, , get, namespaces",
    "POST, /api/v1/namespaces/jobs/events, , create, events",
    "PUT, /apis/coordination.k8s.io/v1/namespaces/ops/leases/flink-operator, , update, leases",
    "PATCH, /apis/flink.apache.org/v1beta1/namespaces/jobs/flinkdeployments/basic/status,"
        + " application/apply-patch+yaml, apply, flinkdeployments/status",
    "PATCH, /api/v1/namespaces/jobs/events/basic.1, application/merge-patch+json, patch, events",
    "DELETE, /api/v1/namespaces/jobs/configmaps/basic, , delete, configmaps",
    "DELETE, /api/v1/namespaces/jobs/configmaps, , deletecollection, configmaps",
    "GET, /k8s/clusters/c-1/apis/apps/v1/namespaces/jobs/deployments, , list, deployments",
    "GET, /version, , get, other",
    "GET, /apis/apps/v1, , get, other"
  })
  void a_request_is_named_as_kubernetes_names_it(
      String method, String uri, String contentType, String verb, String resource) {
    var type = contentType == null ? "" : contentType;
    assertThat(ApiServerCall.of(method, URI.create("https://10.96.0.1" + uri), type))
        .isEqualTo(new ApiServerCall(verb, resource));
  }
}
