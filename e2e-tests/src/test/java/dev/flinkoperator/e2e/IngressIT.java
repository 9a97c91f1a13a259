package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Children;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user publishes Flink's UI, changes how, and takes it back. The job never notices. */
class IngressIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @Test
  void an_ingress_comes_changes_and_goes_without_a_restart() {
    Manifest manifest = Manifest.streaming("orders", FlinkVersion.V2_3);
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Children children = resource.children();
    String jobManager = children.jobManager().getMetadata().getUid();
    Job job = resource.flink().onlyJob();
    assertThat(children.ingress().get()).isNull();

    resource.apply(
        manifest.setYaml(
            "/spec/ingress", "{template: '{{name}}.{{namespace}}.flink.example.com'}"));
    awaitIngress(
        children,
        ingress -> {
          assertThat(ingress.getSpec().getRules().get(0).getHost())
              .isEqualTo("orders." + namespace.name() + ".flink.example.com");
          assertThat(path(ingress).getBackend().getService().getName()).isEqualTo("orders-rest");
        });

    resource.apply(
        manifest.setYaml(
            "/spec/ingress",
            """
            template: flink.example.com/{{namespace}}/{{name}}(/|$)(.*)
            className: nginx
            annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}
            labels: {team: orders}
            tls: [{hosts: [flink.example.com], secretName: flink-tls}]
            """));
    awaitIngress(
        children,
        ingress -> {
          assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("flink.example.com");
          assertThat(path(ingress).getPath())
              .isEqualTo("/" + namespace.name() + "/orders(/|$)(.*)");
          assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
          assertThat(ingress.getMetadata().getAnnotations())
              .containsEntry("nginx.ingress.kubernetes.io/rewrite-target", "/$2");
          assertThat(ingress.getMetadata().getLabels()).containsEntry("team", "orders");
          assertThat(ingress.getSpec().getTls().get(0).getSecretName()).isEqualTo("flink-tls");
        });

    resource.apply(manifest.remove("/spec/ingress"));
    Patience.until("the Ingress is gone")
        .untilAsserted(() -> assertThat(children.ingress().get()).isNull());

    resource.awaitRunning();
    assertThat(resource.flink().onlyJob()).isEqualTo(job);
    assertThat(children.jobManager().getMetadata().getUid()).isEqualTo(jobManager);
  }

  private static void awaitIngress(Children children, Consumer<Ingress> asWanted) {
    Patience.until("the Ingress is as the spec wants it")
        .untilAsserted(() -> assertThat(children.ingress().get()).isNotNull().satisfies(asWanted));
  }

  private static HTTPIngressPath path(Ingress ingress) {
    return ingress.getSpec().getRules().get(0).getHttp().getPaths().get(0);
  }
}
