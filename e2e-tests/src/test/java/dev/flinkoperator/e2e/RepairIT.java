package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Children;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody meddles with what the operator made, by hand. What restarts the job comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepairIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  private static final Manifest MANIFEST =
      Manifest.streaming("orders", FlinkVersion.V2_3)
          .setYaml("/spec/taskManager/podTemplate", "metadata: {labels: {team: orders}}");

  @BeforeAll
  static void a_job_runs() {
    namespace.apply(MANIFEST).awaitRunning();
  }

  private final FlinkResource resource = namespace.resource("orders");
  private final Children children = resource.children();

  @Test
  @Order(1)
  void edited_config_maps_are_put_right_and_the_job_goes_on() {
    Job before = resource.flink().onlyJob();
    for (Resource<ConfigMap> configMap : List.of(children.flinkConfig(), children.podTemplate())) {
      Map<String, String> right = configMap.require().getData();
      String key = right.keySet().iterator().next();

      configMap.edit(
          it ->
              new ConfigMapBuilder(it)
                  .addToData(key, "meddled: with")
                  .addToData("surplus", "and this")
                  .build());

      Patience.until(configMap.require().getMetadata().getName() + " is put right")
          .untilAsserted(
              () -> assertThat(configMap.require().getData()).containsAllEntriesOf(right));
    }
    assertThat(resource.flink().onlyJob()).isEqualTo(before);
  }

  @Test
  @Order(2)
  void an_edited_service_is_put_right() {
    Map<String, String> right = children.restService().require().getSpec().getSelector();

    children
        .restService()
        .edit(
            it ->
                new ServiceBuilder(it)
                    .editSpec()
                    .addToSelector("component", "nowhere")
                    .endSpec()
                    .build());

    Patience.until("the REST Service selects the JobManager again")
        .untilAsserted(
            () ->
                assertThat(children.restService().require().getSpec().getSelector())
                    .isEqualTo(right));
    resource.awaitRunningAgain();
  }

  @Test
  @Order(3)
  void a_removed_label_comes_back() {
    children
        .flinkConfig()
        .edit(
            it ->
                new ConfigMapBuilder(it)
                    .editMetadata()
                    .removeFromLabels("app")
                    .endMetadata()
                    .build());

    Patience.until("the label app is back")
        .untilAsserted(
            () ->
                assertThat(children.flinkConfig().require().getMetadata().getLabels())
                    .containsEntry("app", "orders"));
    resource.awaitRunningAgain();
  }

  @Test
  @Order(4)
  void deleted_services_and_config_maps_come_back_and_the_job_goes_on() {
    Job before = resource.flink().onlyJob();

    children.restService().delete();
    children.internalService().delete();
    children.flinkConfig().delete();
    children.podTemplate().delete();

    Patience.until("what was deleted is back")
        .untilAsserted(
            () -> {
              assertThat(children.restService().get()).isNotNull();
              assertThat(children.internalService().get()).isNotNull();
              assertThat(children.flinkConfig().get()).isNotNull();
              assertThat(children.podTemplate().get()).isNotNull();
            });
    Patience.until("Flink answers through the new Service, and nothing was restarted")
        .untilAsserted(() -> assertThat(resource.flink().jobs()).containsExactly(before));
    resource.awaitRunningAgain();
  }

  @Test
  @Tag("full")
  @Order(5)
  void a_job_manager_scaled_to_nothing_comes_back_and_runs_the_job() {
    String uid = children.jobManager().getMetadata().getUid();

    children
        .deployment()
        .edit(it -> new DeploymentBuilder(it).editSpec().withReplicas(0).endSpec().build());

    awaitAnotherJobManager(uid);
    resource.awaitRunningAgain();
  }

  @Test
  @Order(6)
  void a_deleted_job_manager_deployment_comes_back_and_runs_the_job() {
    String uid = children.jobManager().getMetadata().getUid();

    children.deployment().delete();

    awaitAnotherJobManager(uid);
    resource.awaitRunningAgain();
    assertThat(children.jobManagers()).hasSize(1);
    assertThat(children.taskManagers()).hasSize(1);
  }

  private void awaitAnotherJobManager(String oldUid) {
    Patience.untilFlink("another JobManager runs")
        .untilAsserted(
            () ->
                assertThat(children.jobManagers())
                    .singleElement()
                    .satisfies(
                        pod -> {
                          assertThat(pod.getMetadata().getUid()).isNotEqualTo(oldUid);
                          assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
                        }));
  }
}
