package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepairStoryIT {

  private static final String WITH_ALL_CHILDREN =
      """
      spec:
        ingress: {template: "{{name}}.example.com"}
        taskManager:
          podTemplate: {spec: {nodeSelector: {disk: ssd}}}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  private static final Subject SUBJECT = STAGE.subject("drift");
  private static final Children CHILDREN = new Children(SUBJECT);

  @BeforeAll
  static void runs() {
    SUBJECT.createdAndRunning(WITH_ALL_CHILDREN);
  }

  @Test
  void a_deleted_config_map_comes_back() {
    comesBack(CHILDREN.flinkConfig());
  }

  @Test
  void a_deleted_pod_template_comes_back() {
    comesBack(CHILDREN.configMap("pod-template-drift"));
  }

  @Test
  void a_deleted_rest_service_comes_back() {
    comesBack(CHILDREN.restService());
  }

  @Test
  void a_deleted_internal_service_comes_back() {
    comesBack(CHILDREN.internalService());
  }

  @Test
  void a_deleted_ingress_comes_back() {
    comesBack(CHILDREN.ingress());
  }

  @Test
  void a_removed_key_of_a_config_map_comes_back() {
    Resource<ConfigMap> resource = CHILDREN.flinkConfig();
    Map<String, String> data = resource.get().getData();
    resource.edit(c -> c.edit().removeFromData(data.keySet().iterator().next()).build());

    soon(() -> assertThat(resource.get().getData()).isEqualTo(data));
  }

  @Test
  void a_changed_key_of_a_config_map_is_put_right() {
    Resource<ConfigMap> resource = CHILDREN.flinkConfig();
    Map<String, String> data = resource.get().getData();
    resource.edit(
        c -> c.edit().addToData(data.keySet().iterator().next(), "parallelism.default: 9").build());

    soon(() -> assertThat(resource.get().getData()).isEqualTo(data));
  }

  @Test
  void a_changed_port_of_the_rest_service_is_put_right() {
    CHILDREN
        .restService()
        .edit(s -> s.edit().editSpec().editFirstPort().withPort(9999).endPort().endSpec().build());

    soon(
        () ->
            assertThat(CHILDREN.restService().get().getSpec().getPorts())
                .anyMatch(p -> p.getPort() == 8081));
  }

  @Test
  void a_changed_host_of_the_ingress_is_put_right() {
    CHILDREN
        .ingress()
        .edit(
            i ->
                i.edit()
                    .editSpec()
                    .editFirstRule()
                    .withHost("elsewhere.example.com")
                    .endRule()
                    .endSpec()
                    .build());

    soon(
        () ->
            assertThat(CHILDREN.ingress().get().getSpec().getRules())
                .extracting("host")
                .containsExactly("drift.example.com"));
  }

  @Test
  void a_changed_image_of_the_job_manager_is_put_right_without_a_new_deployment() {
    var jobManager = SUBJECT.ground().jobManager();
    String uid = jobManager.get().getMetadata().getUid();
    jobManager.edit(
        d ->
            d.edit()
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("flink:evil")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());

    soon(
        () ->
            assertThat(
                    jobManager.get().getSpec().getTemplate().getSpec().getContainers().stream()
                        .map(c -> c.getImage()))
                .containsExactly("flink:1.20"));
    assertThat(jobManager.get().getMetadata().getUid()).isEqualTo(uid);
    SUBJECT.comesUp();
  }

  @Test
  void a_job_manager_scaled_to_zero_is_scaled_back() {
    var jobManager = SUBJECT.ground().jobManager();
    jobManager.edit(d -> d.edit().editSpec().withReplicas(0).endSpec().build());

    soon(() -> assertThat(jobManager.get().getSpec().getReplicas()).isEqualTo(1));
    SUBJECT.comesUp();
  }

  @Test
  void labels_taken_from_a_service_come_back() {
    comesBackLabelled(CHILDREN.restService());
  }

  @Test
  void labels_taken_from_a_config_map_come_back() {
    comesBackLabelled(CHILDREN.flinkConfig());
  }

  @Test
  void labels_taken_from_the_job_manager_come_back_and_it_is_not_restarted() {
    String uid = SUBJECT.ground().jobManager().get().getMetadata().getUid();
    comesBackLabelled(SUBJECT.ground().jobManager());

    assertThat(SUBJECT.ground().jobManager().get().getMetadata().getUid()).isEqualTo(uid);
    SUBJECT.comesUp();
  }

  @Test
  void owner_references_taken_from_a_child_come_back() {
    CHILDREN
        .restService()
        .edit(s -> s.edit().editMetadata().withOwnerReferences().endMetadata().build());

    soon(
        () ->
            assertThat(CHILDREN.restService().get().getMetadata().getOwnerReferences()).hasSize(1));
  }

  @Test
  void labels_annotations_and_keys_of_others_stay() {
    CHILDREN
        .flinkConfig()
        .edit(
            c ->
                c.edit()
                    .editMetadata()
                    .addToLabels("team", "streams")
                    .addToAnnotations("example.com/seen", "yes")
                    .endMetadata()
                    .addToData("theirs", "kept")
                    .build());
    String rest = CHILDREN.restService().get().getMetadata().getUid();
    CHILDREN.restService().delete();
    soon(() -> assertThat(CHILDREN.restService().get()).isNotNull());

    ConfigMap seen = CHILDREN.flinkConfig().get();
    assertThat(CHILDREN.restService().get().getMetadata().getUid()).isNotEqualTo(rest);
    assertThat(seen.getMetadata().getLabels()).containsEntry("team", "streams");
    assertThat(seen.getMetadata().getAnnotations()).containsEntry("example.com/seen", "yes");
    assertThat(seen.getData()).containsEntry("theirs", "kept");
  }

  @Test
  void a_job_manager_deleted_by_hand_is_made_again_with_the_same_job_id() {
    String uid = SUBJECT.ground().jobManager().get().getMetadata().getUid();
    String jobId = SUBJECT.jobId();
    SUBJECT.ground().jobManager().delete();

    soon(
        () ->
            assertThat(SUBJECT.ground().awaitJobManager().getMetadata().getUid())
                .isNotEqualTo(uid));
    SUBJECT.comesUp();
    assertThat(SUBJECT.jobId()).isEqualTo(jobId);
    assertThat(SUBJECT.revisions()).hasSize(1);
  }

  private static <T extends HasMetadata> void comesBack(Resource<T> resource) {
    String uid = resource.get().getMetadata().getUid();
    resource.delete();

    soon(
        () ->
            assertThat(Objects.requireNonNull(resource.get()).getMetadata().getUid())
                .isNotEqualTo(uid));
  }

  private static <T extends HasMetadata> void comesBackLabelled(Resource<T> resource) {
    Map<String, String> labels = resource.get().getMetadata().getLabels();
    resource.edit(
        child -> {
          child.getMetadata().setLabels(Map.of());
          return child;
        });

    soon(() -> assertThat(resource.get().getMetadata().getLabels()).containsAllEntriesOf(labels));
  }

  private static void soon(ThrowingRunnable assertion) {
    await()
        .atMost(Subject.SOON)
        .ignoreExceptionsInstanceOf(NullPointerException.class)
        .untilAsserted(assertion);
  }
}
