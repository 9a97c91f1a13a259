package dev.flinkoperator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.plan.Scene;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The rows of the status contract, as Argo CD, Flux and kubectl read them. */
@NullUnmarked
class StatusContractTest {

  @Test
  void coming_up_is_progressing_everywhere() {
    Scene scene = new Scene();
    scene.pass();

    assertThat(row(scene)).isEqualTo("DEPLOYING UPGRADING/false UPGRADING Reconciling,Ready=False");
    assertThat(argoCd(scene)).isEqualTo("Progressing");
    assertThat(kstatus(scene)).isEqualTo("InProgress");
  }

  @Test
  void a_JobManager_that_is_up_without_a_running_job_is_not_healthy_yet() {
    Scene scene = new Scene();
    scene.pass();
    scene.available().unreachable().pass();

    assertThat(row(scene))
        .isEqualTo("DEPLOYED_NOT_READY UPGRADING/false DEPLOYED Reconciling,Ready=False");
    assertThat(argoCd(scene)).isEqualTo("Progressing");
  }

  @Test
  void a_creation_changes_the_status_three_times() {
    Scene scene = new Scene();
    Set<String> written = new LinkedHashSet<>();
    for (Runnable event :
        List.<Runnable>of(
            () -> {},
            () -> {},
            () -> scene.unavailableSince(scene.now()),
            scene::available,
            () -> scene.job("RUNNING"),
            () -> {})) {
      event.run();
      scene.after(Duration.ofSeconds(1)).pass();
      written.add(Serialization.asJson(scene.resource().getStatus()));
    }

    assertThat(written).hasSize(3);
  }

  @Test
  void a_running_job_is_healthy_everywhere() {
    Scene scene = Scene.running();

    assertThat(row(scene)).isEqualTo("READY DEPLOYED/true STABLE Ready=True");
    assertThat(argoCd(scene)).isEqualTo("Healthy");
    assertThat(kstatus(scene)).isEqualTo("Current");
    assertThat(scene.resource().getStatus().getReconciliationStatus().getLastStableSpec())
        .startsWith("{\"spec\":{")
        .contains("\"resource_metadata\":{\"apiVersion\":\"flink.apache.org/v1beta1\"");
  }

  @Test
  void a_finished_batch_job_is_healthy_everywhere() {
    Scene scene = Scene.running().job("FINISHED");
    scene.pass();

    assertThat(row(scene)).isEqualTo("READY DEPLOYED/true STABLE Ready=True");
    assertThat(condition(scene, "Ready").getReason()).isEqualTo("Finished");
    assertThat(condition(scene, "Running").getStatus()).isEqualTo("False");
  }

  @Test
  void suspended_as_asked_is_healthy_everywhere() {
    Scene scene = new Scene().editJob(job -> job.setState(Job.State.SUSPENDED));
    scene.pass();

    assertThat(row(scene)).isEqualTo("MISSING DEPLOYED/true SUSPENDED Ready=True");
    assertThat(argoCd(scene)).isEqualTo("Healthy");
    assertThat(kstatus(scene)).isEqualTo("Current");
  }

  @Test
  void a_trouble_within_the_grace_period_changes_nothing() {
    Scene scene = Scene.running();
    FlinkDeploymentStatus before = scene.resource().getStatus();
    scene.unreachable().after(Duration.ofSeconds(30)).pass();

    assertThat(scene.resource().getStatus()).isEqualTo(before);
  }

  @Test
  void a_longer_trouble_is_progressing() {
    Scene scene = Scene.running().unreachable().after(Duration.ofSeconds(60));
    scene.pass();

    assertThat(row(scene))
        .isEqualTo("DEPLOYED_NOT_READY UPGRADING/false DEPLOYED Reconciling,Ready=False");
  }

  @Test
  void a_failed_job_is_degraded_with_the_text() {
    Scene scene = Scene.running().job("FAILED", true, "ArithmeticException: / by zero");
    scene.pass();

    assertThat(row(scene)).isEqualTo("ERROR null/false FAILED Stalled,Ready=False");
    assertThat(argoCd(scene)).startsWith("Degraded").contains("/ by zero");
    assertThat(kstatus(scene)).isEqualTo("Failed");
  }

  @Test
  void a_pod_that_cannot_start_is_degraded_with_the_text() {
    Scene scene = new Scene();
    scene.pass();
    scene.trouble(true, PodTrouble.Kind.CANNOT_START, "ErrImagePull", "no such image").pass();

    assertThat(row(scene)).isEqualTo("ERROR null/false FAILED Stalled,Ready=False");
    assertThat(argoCd(scene)).startsWith("Degraded").contains("no such image");
  }

  @Test
  void a_bad_edit_while_the_old_spec_runs_is_stalled_but_the_job_is_stable() {
    Scene scene =
        Scene.running()
            .edit(spec -> spec.setFlinkConfiguration(Map.of("kubernetes.cluster-id", "x")));
    scene.pass();

    assertThat(row(scene)).isEqualTo("READY null/false STABLE Stalled,Ready=False");
    assertThat(argoCd(scene)).isEqualTo("Progressing");
    assertThat(kstatus(scene)).isEqualTo("Failed");
    assertThat(scene.resource().getStatus().getReconciliationStatus().getError())
        .contains("kubernetes.cluster-id");
  }

  @Test
  void a_bad_spec_with_nothing_deployed_is_degraded() {
    Scene scene = new Scene().edit(spec -> spec.setServiceAccount(null));
    scene.pass();

    assertThat(row(scene)).isEqualTo("ERROR null/false FAILED Stalled,Ready=False");
    assertThat(argoCd(scene)).startsWith("Degraded").contains("serviceAccount");
  }

  @Test
  void every_condition_tells_the_generation_it_judges_and_moves_its_time_only_on_a_flip() {
    Scene scene = Scene.running();
    String since = condition(scene, "Ready").getLastTransitionTime();

    scene.after(Duration.ofMinutes(5)).editJob(job -> job.setAllowNonRestoredState(true));
    scene.job("RUNNING").pass();

    assertThat(scene.resource().getStatus().getConditions())
        .allMatch(condition -> condition.getObservedGeneration() == 2);
    assertThat(condition(scene, "Ready").getLastTransitionTime()).isEqualTo(since);
  }

  @Test
  void texts_from_elsewhere_are_bounded_and_printable() {
    Scene scene = Scene.running().job("FAILED", true, "\u0000\u001b[31m" + "😱".repeat(5_000));
    scene.pass();

    String error = scene.resource().getStatus().getError();
    assertThat(error).hasSizeLessThanOrEqualTo(2_000).doesNotContain("\u0000", "\u001b");
    assertThat(Character.isHighSurrogate(error.charAt(error.length() - 2))).isFalse();
  }

  private static String row(Scene scene) {
    FlinkDeploymentStatus status = scene.resource().getStatus();
    List<String> conditions =
        status.getConditions().stream()
            .filter(condition -> !condition.getType().equals("Running"))
            .map(
                condition ->
                    condition.getType().equals("Ready")
                        ? "Ready=" + condition.getStatus()
                        : condition.getType())
            .toList();
    return "%s %s/%s %s %s"
        .formatted(
            status.getJobManagerDeploymentStatus(),
            status.getReconciliationStatus().getState(),
            status.getReconciliationStatus().getSuccess(),
            status.getLifecycleState(),
            String.join(",", conditions));
  }

  private static Condition condition(Scene scene, String type) {
    return scene.resource().getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** What Argo CD's bundled health check for FlinkDeployment makes of the status. */
  private static String argoCd(Scene scene) {
    FlinkDeploymentStatus status = scene.resource().getStatus();
    var reconciliation = status.getReconciliationStatus();
    if (Boolean.TRUE.equals(reconciliation.getSuccess())
        || "DEPLOYED".equals(reconciliation.getState())) {
      return "Healthy";
    }
    return switch (status.getJobManagerDeploymentStatus()) {
      case "ERROR" -> "Degraded " + reconciliation.getError();
      default -> "Progressing";
    };
  }

  /** The generic rules of kstatus, by which Flux waits. */
  private static String kstatus(Scene scene) {
    FlinkDeploymentStatus status = scene.resource().getStatus();
    if (!status.getObservedGeneration().equals(scene.resource().getMetadata().getGeneration())) {
      return "InProgress";
    }
    for (Condition condition : status.getConditions()) {
      if ("True".equals(condition.getStatus())) {
        if (condition.getType().equals("Reconciling")) {
          return "InProgress";
        }
        if (condition.getType().equals("Stalled")) {
          return "Failed";
        }
      }
    }
    return condition(scene, "Ready").getStatus().equals("True") ? "Current" : "InProgress";
  }
}
