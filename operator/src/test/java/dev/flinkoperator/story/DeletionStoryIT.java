package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletionStoryIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void the_finalizer_stays_until_the_last_pod_is_gone_and_nothing_is_left_behind() {
    Subject subject = STAGE.subject("deleted").createdAndRunning();
    Ground ground = subject.ground();
    ground.taskManagerRuns("deleted-taskmanager-1-1");
    highAvailability("deleted-cluster-config-map", "deleted");
    highAvailability("other-cluster-config-map", "other");
    configMap("not-flinks", Map.of("app", "deleted"));

    subject.delete();
    subject.awaitLifecycle("DELETING");
    ground.awaitPodEnding("deleted-taskmanager-1-1");
    ground.restIsGone();
    await().during(Duration.ofSeconds(1)).atMost(Subject.SOON).until(subject::exists);
    assertThat(has("deleted-cluster-config-map")).isTrue();
    ground.podEnds("deleted-taskmanager-1-1");

    subject.awaitGone();
    assertThat(has("deleted-cluster-config-map")).isFalse();
    assertThat(has("other-cluster-config-map")).isTrue();
    assertThat(ground.hasJobManager()).isFalse();
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () -> {
              assertThat(new Children(subject).all())
                  .extracting(c -> c.getMetadata().getName())
                  .containsExactly("not-flinks");
              assertThat(subject.revisions()).isEmpty();
            });
  }

  @Test
  void a_resource_that_never_ran_can_be_deleted() {
    Subject subject =
        STAGE.subject("never-ran").create("spec: {jobManager: {resource: {memory: 64m}}}");
    subject.awaitStalled("InvalidSpec");
    Writes writes = STAGE.writes();

    subject.delete();

    subject.awaitGone();
    assertThat(writes.seen()).isNotEmpty().allMatch(write -> write.endsWith(" 200"));
  }

  @Test
  void a_resource_deleted_while_it_comes_up_goes() {
    Subject subject = STAGE.subject("early").create();
    subject.ground().awaitJobManager();

    subject.delete();

    subject.awaitGone();
    assertThat(subject.ground().hasJobManager()).isFalse();
  }

  @Test
  void a_resource_made_again_under_the_same_name_starts_afresh() {
    Subject subject = STAGE.subject("again").createdAndRunning();
    String jobId = subject.jobId();
    subject.delete();
    subject.awaitGone();
    subject.ground().restIsGone();

    subject.createdAndRunning();

    assertThat(subject.jobId()).isNotEqualTo(jobId);
    assertThat(subject.status().getRevisionNumber()).isEqualTo(1);
  }

  private static void highAvailability(String name, String cluster) {
    configMap(
        name,
        Map.of(
            "app",
            cluster,
            "configmap-type",
            "high-availability",
            "type",
            "flink-native-kubernetes"));
  }

  private static void configMap(String name, Map<String, String> labels) {
    ConfigMap configMap =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(STAGE.namespace())
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .build();
    STAGE.client().resource(configMap).create();
  }

  private static boolean has(String configMap) {
    return STAGE.client().configMaps().inNamespace(STAGE.namespace()).withName(configMap).get()
        != null;
  }
}
