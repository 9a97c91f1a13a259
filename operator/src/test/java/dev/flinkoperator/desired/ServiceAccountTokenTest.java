package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTokenTest {

  private static final String STANDALONE = "mode: standalone";

  @Test
  void pods_in_standalone_mode_have_none() {
    assertThat(mounts(STANDALONE)).containsExactly(false, false);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"zookeeper", "ZOOKEEPER", "NONE"})
  void nor_have_those_whose_leader_is_elected_elsewhere(String type) {
    assertThat(mounts(STANDALONE, highAvailability(type))).containsExactly(false, false);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "kubernetes",
        "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory",
        "com.example.OwnFactory"
      })
  void they_have_one_where_Flink_may_elect_its_leader_in_Kubernetes(String type) {
    assertThat(mounts(STANDALONE, highAvailability(type))).containsExactly(null, null);
  }

  @Test
  void a_JobManager_that_asks_Kubernetes_for_TaskManagers_has_one() {
    assertThat(mounts("mode: native")).containsExactly((Boolean) null);
  }

  @Test
  void a_template_has_its_way() {
    assertThat(mounts(STANDALONE, "podTemplate: {spec: {automountServiceAccountToken: true}}"))
        .containsExactly(true, true);
  }

  private static String highAvailability(String type) {
    return "flinkConfiguration: {high-availability: '%s', high-availability.storageDir: 'file:/ha'}"
        .formatted(type);
  }

  /** Of the JobManager, and of the TaskManagers where the operator makes them. */
  private static List<Boolean> mounts(String... more) {
    List<String> lines =
        new ArrayList<>(List.of(Resources.JOB_MANAGER, Resources.TASK_MANAGER, Resources.JOB));
    lines.addAll(List.of(more));
    ClusterObjects rendered =
        Resources.render(Resources.application("v1_20", lines.toArray(String[]::new)));
    List<Boolean> mounts = new ArrayList<>();
    Stream.of(rendered.jobManager(), rendered.taskManager())
        .filter(Objects::nonNull)
        .map(ServiceAccountTokenTest::mounted)
        .forEach(mounts::add);
    return mounts;
  }

  private static Boolean mounted(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken();
  }
}
