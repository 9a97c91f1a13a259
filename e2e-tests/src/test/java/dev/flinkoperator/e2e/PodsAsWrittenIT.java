package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Children;
import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user shapes the pods: templates in layers, resources in both forms, logging. */
class PodsAsWrittenIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  private static final String COMMON_TEMPLATE =
      """
      metadata:
        labels: {team: orders}
        annotations: {example.com/scrape: "yes"}
      spec:
        containers:
          - name: flink-main-container
            env:
              - {name: EVERYWHERE, value: "common"}
              - {name: OVERRIDDEN, value: "common"}
            volumeMounts: [{name: scratch, mountPath: /scratch}]
        volumes: [{name: scratch, emptyDir: {}}]
      """;
  private static final String JOB_MANAGER_TEMPLATE =
      """
      metadata: {labels: {role: leader}}
      spec:
        containers:
          - name: flink-main-container
            env:
              - {name: EVERYWHERE, value: "common"}
              - {name: OVERRIDDEN, value: "jobmanager"}
      """;
  private static final String TASK_MANAGER_TEMPLATE =
      """
      metadata: {labels: {role: worker}}
      spec:
        containers:
          - name: flink-main-container
          - name: sidecar
            image: flink:2.3
            command: [sleep, infinity]
            resources: {requests: {cpu: 10m}}
      """;
  private static final String LOGGING =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.console.ref = Console
      appender.console.name = Console
      appender.console.type = CONSOLE
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = OURS %p %c - %m%n
      """;

  @BeforeAll
  static void a_job_runs() {
    Manifest manifest = Manifest.streaming("orders", FlinkVersion.V2_3);
    namespace
        .apply(
            manifest
                .setYaml("/spec/podTemplate", COMMON_TEMPLATE)
                .setYaml("/spec/jobManager/podTemplate", JOB_MANAGER_TEMPLATE)
                .setYaml("/spec/taskManager/podTemplate", TASK_MANAGER_TEMPLATE)
                .set("/spec/logConfiguration", Map.of("log4j-console.properties", LOGGING))
                .remove("/spec/taskManager/resource")
                .setYaml(
                    "/spec/taskManager/resources",
                    """
                    requests: {cpu: 100m, memory: 1Gi, ephemeral-storage: 100Mi}
                    limits: {cpu: "2", memory: 1Gi, ephemeral-storage: 1Gi}
                    """)
                .withoutFlinkConfig("kubernetes.taskmanager.cpu.limit-factor"))
        .awaitRunning();
  }

  private final FlinkResource resource = namespace.resource("orders");
  private final Children children = resource.children();

  @Test
  void the_common_template_is_in_both_pods_and_the_own_ones_lie_over_it() {
    for (Pod pod : new Pod[] {children.jobManager(), children.taskManager()}) {
      assertThat(pod.getMetadata().getLabels()).containsEntry("team", "orders");
      assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.com/scrape", "yes");
      assertThat(environment(pod)).containsEntry("EVERYWHERE", "common");
      assertThat(main(pod).getVolumeMounts())
          .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/scratch"));
    }
    assertThat(children.jobManager().getMetadata().getLabels()).containsEntry("role", "leader");
    assertThat(environment(children.jobManager())).containsEntry("OVERRIDDEN", "jobmanager");
    assertThat(children.taskManager().getMetadata().getLabels()).containsEntry("role", "worker");
    assertThat(environment(children.taskManager())).containsEntry("OVERRIDDEN", "common");
    assertThat(children.taskManager().getSpec().getContainers())
        .extracting(Container::getName)
        .contains("flink-main-container", "sidecar");
  }

  @Test
  void the_old_and_the_new_form_of_resources_reach_the_containers() {
    var jobManager = main(children.jobManager()).getResources();
    assertThat(jobManager.getRequests().get("cpu")).isEqualTo(Quantity.parse("100m"));
    assertThat(jobManager.getLimits().get("cpu")).isEqualTo(Quantity.parse("2"));
    assertThat(jobManager.getRequests().get("memory")).isEqualTo(Quantity.parse("800Mi"));
    var taskManager = main(children.taskManager()).getResources();
    assertThat(taskManager.getRequests().get("cpu")).isEqualTo(Quantity.parse("100m"));
    assertThat(taskManager.getLimits().get("cpu")).isEqualTo(Quantity.parse("2"));
    assertThat(taskManager.getRequests().get("memory")).isEqualTo(Quantity.parse("1Gi"));
    assertThat(taskManager.getRequests().get("ephemeral-storage"))
        .isEqualTo(Quantity.parse("100Mi"));
    assertThat(taskManager.getLimits().get("ephemeral-storage")).isEqualTo(Quantity.parse("1Gi"));
    assertThat(resource.flink().configured("taskmanager.memory.process.size")).hasValue("1 gb");
  }

  @Test
  void flink_logs_as_the_log_configuration_says() {
    String log =
        Cluster.client()
            .pods()
            .inNamespace(namespace.name())
            .withName(children.jobManager().getMetadata().getName())
            .getLog();
    assertThat(log).contains("OURS INFO org.apache.flink");
  }

  private static Container main(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals("flink-main-container"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> environment(Pod pod) {
    return main(pod).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }
}
