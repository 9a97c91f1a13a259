package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterRendererTest {

  @Test
  void renders_the_same_twice() {
    FlinkDeployment resource = application("ingress: {template: '{{name}}.example.com'}");
    assertThat(Resources.render(resource)).isEqualTo(Resources.render(resource));
  }

  @Test
  void never_lets_two_job_managers_overlap() {
    assertThat(Resources.render(application()).jobManager().getSpec().getStrategy().getType())
        .isEqualTo("Recreate");
  }

  @Test
  void probes_the_start_unless_told_otherwise() {
    assertThat(main(application()).getStartupProbe().getHttpGet().getPath()).isEqualTo("/config");
    assertThat(
            main(application(
                    option("kubernetes.operator.jm-deployment.startup.probe.enabled", "false")))
                .getStartupProbe())
        .isNull();
    assertThat(
            main(application(option("kubernetes.hostnetwork.enabled", "true"))).getStartupProbe())
        .as("on the host's network the port has no name")
        .isNull();
    assertThat(
            main(application(option("security.ssl.rest.enabled", "true")))
                .getStartupProbe()
                .getHttpGet()
                .getScheme())
        .isEqualTo("HTTPS");
  }

  @Test
  void takes_the_image_of_the_pod_template_when_the_spec_has_none() {
    FlinkDeployment resource =
        application(
            "podTemplate: {spec: {containers: [{name: flink-main-container, image: mine}]}}");
    resource.getSpec().setImage(null);
    assertThat(main(resource).getImage()).isEqualTo("mine");
  }

  @Test
  void asks_for_an_image_when_there_is_none_at_all() {
    FlinkDeployment resource = application();
    resource.getSpec().setImage(null);
    assertThatThrownBy(() -> Resources.render(resource))
        .isInstanceOf(RenderingException.class)
        .hasMessage("spec.image is not set; set it to an image with Flink 2.3.");
  }

  @Test
  void asks_for_memory_when_there_is_none() {
    assertThatThrownBy(
            () ->
                Resources.render(
                    Resources.application("v2_3", Resources.TASK_MANAGER, Resources.JOB)))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith(
            "spec.jobManager.resource.memory is not set; set it, for example to 2048m.");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "blob.server.port | 6000-6010 | 'blob.server.port' is '6000-6010'; on Kubernetes it must be one port, not a range.",
        "rest.port | web | rest.port",
        "kubernetes.jobmanager.cpu.limit-factor | 0.5 | kubernetes.jobmanager.cpu.limit-factor",
        "taskmanager.numberOfTaskSlots | many | taskmanager.numberOfTaskSlots",
        "kubernetes.rest-service.exposed.type | Wide | kubernetes.rest-service.exposed.type",
        "kubernetes.jobmanager.labels | nothing | kubernetes.jobmanager.labels",
        "kubernetes.jobmanager.tolerations | wrong | kubernetes.jobmanager.tolerations",
        "jobmanager.memory.heap.size | x | jobmanager.memory.heap.size",
        "kubernetes.jobmanager.replicas | 2 | needs high availability"
      })
  void says_which_option_is_wrong(String key, String value, String expected) {
    assertThatThrownBy(() -> Resources.render(application(option(key, value))))
        .isInstanceOf(RenderingException.class)
        .hasMessageContaining(expected)
        .hasNoCause();
  }

  @Test
  void logs_to_the_console_when_nothing_is_said_about_logging() {
    assertThat(Resources.render(application()).flinkConfig().getData())
        .containsOnlyKeys("config.yaml", "log4j-console.properties")
        .extractingByKey("log4j-console.properties")
        .asString()
        .contains("rootLogger.appenderRef.console.ref = Console");
  }

  private static FlinkDeployment application(String... more) {
    String[] lines = new String[more.length + 3];
    lines[0] = Resources.JOB_MANAGER;
    lines[1] = Resources.TASK_MANAGER;
    lines[2] = Resources.JOB;
    System.arraycopy(more, 0, lines, 3, more.length);
    return Resources.application("v2_3", lines);
  }

  private static String option(String key, String value) {
    return "flinkConfiguration: {%s: '%s'}".formatted(key, value);
  }

  private static Container main(FlinkDeployment resource) {
    return Resources.render(resource)
        .jobManager()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .stream()
        .filter(container -> container.getName().equals("flink-main-container"))
        .findFirst()
        .orElseThrow();
  }
}
