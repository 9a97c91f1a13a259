package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Children;
import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user publishes Flink's UI, changes how, takes it back and does it again. No job notices. */
class IngressIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** With an Ingress from the beginning. */
  static final String EXAMPLE = "ingress.yaml";

  @Test
  void the_ingress_of_the_example_changes_goes_and_comes_without_a_restart() {
    Manifest manifest = Example.read(EXAMPLE, namespace).deployment();
    String name = manifest.name();
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Children children = resource.children();
    String jobManager = children.jobManager().getMetadata().getUid();
    Job job = resource.flink().onlyJob();
    awaitIngress(
        children,
        ingress -> {
          assertThat(host(ingress)).isEqualTo(name + "-" + namespace.name() + ".flink.example.com");
          assertThat(path(ingress).getBackend().getService().getName()).isEqualTo(name + "-rest");
          assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
          assertThat(ingress.getMetadata().getAnnotations())
              .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "64m");
          assertThat(ingress.getMetadata().getLabels()).containsEntry("exposed", "internally");
          assertThat(ingress.getSpec().getTls())
              .extracting(IngressTLS::getSecretName)
              .containsExactly("flink-example-com");
        });

    resource.apply(
        manifest.setYaml(
            "/spec/ingress",
            """
            template: flink.example.com/{{namespace}}/{{name}}(/|$)(.*)
            annotations: {nginx.ingress.kubernetes.io/rewrite-target: /$2}
            """));
    awaitIngress(
        children,
        ingress -> {
          assertThat(host(ingress)).isEqualTo("flink.example.com");
          assertThat(path(ingress).getPath())
              .isEqualTo("/" + namespace.name() + "/" + name + "(/|$)(.*)");
          assertThat(ingress.getSpec().getIngressClassName()).isNull();
          assertThat(ingress.getMetadata().getAnnotations())
              .containsEntry("nginx.ingress.kubernetes.io/rewrite-target", "/$2")
              .doesNotContainKey("nginx.ingress.kubernetes.io/proxy-body-size");
          assertThat(ingress.getSpec().getTls()).isEmpty();
        });

    resource.apply(manifest.remove("/spec/ingress"));
    Patience.until("the Ingress is gone")
        .untilAsserted(() -> assertThat(children.ingress().get()).isNull());

    resource.apply(
        manifest.setYaml(
            "/spec/ingress", "{template: '{{name}}.{{namespace}}.flink.example.com'}"));
    awaitIngress(
        children,
        ingress ->
            assertThat(host(ingress))
                .isEqualTo(name + "." + namespace.name() + ".flink.example.com"));

    resource.awaitRunning();
    assertThat(resource.flink().onlyJob()).isEqualTo(job);
    assertThat(children.jobManager().getMetadata().getUid()).isEqualTo(jobManager);
  }

  private static void awaitIngress(Children children, Consumer<Ingress> asWanted) {
    Patience.until("the Ingress is as the spec wants it")
        .untilAsserted(() -> assertThat(children.ingress().get()).isNotNull().satisfies(asWanted));
  }

  private static String host(Ingress ingress) {
    return ingress.getSpec().getRules().get(0).getHost();
  }

  private static HTTPIngressPath path(Ingress ingress) {
    return ingress.getSpec().getRules().get(0).getHttp().getPaths().get(0);
  }
}
