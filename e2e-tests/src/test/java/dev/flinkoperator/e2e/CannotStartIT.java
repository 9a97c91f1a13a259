package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Something in the spec or around it keeps the JobManager from starting. */
class CannotStartIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @Test
  void each_trouble_is_named_in_turn_and_the_job_runs_once_the_last_one_is_mended() {
    Manifest manifest =
        Manifest.streaming("orders", FlinkVersion.V2_3)
            .set("/spec/image", "registry.invalid/no/such-flink:0")
            .set("/spec/imagePullPolicy", "IfNotPresent");
    FlinkResource resource = namespace.apply(manifest);
    StatusView badImage = resource.awaitStalled("PodCannotStart");
    assertThat(badImage.message("Stalled")).contains("registry.invalid/no/such-flink:0");
    assertFailed(badImage);

    resource.apply(
        manifest
            .set("/spec/image", FlinkVersion.V2_3.image())
            .set("/spec/serviceAccount", "nobody-made-this"));
    StatusView noAccount =
        resource.await(
            "not Ready, naming the service account that is missing",
            view ->
                view.isCurrent()
                    && !view.isTrue("Ready")
                    && (view.message("Stalled") + view.message("Reconciling"))
                        .contains("nobody-made-this"));
    assertThat(noAccount.isTrue("Ready")).isFalse();

    resource.apply(
        manifest.set("/spec/serviceAccount", "flink").set("/spec/jobManager/resource/cpu", 1000));
    StatusView noRoom =
        resource.await(
            "waiting for a node with room",
            view -> view.isCurrent() && view.reason("Reconciling").equals("PodUnschedulable"));
    assertThat(noRoom.message("Reconciling")).containsIgnoringCase("insufficient cpu");

    resource.apply(manifest.set("/spec/jobManager/resource/cpu", 0.1));
    resource.awaitRunning();
  }

  @Test
  void a_spec_that_contradicts_itself_deploys_nothing_and_says_why() {
    FlinkResource resource =
        namespace.apply(
            Manifest.streaming("orders", FlinkVersion.V2_3)
                .flinkConfig("kubernetes.cluster-id", "another"));

    StatusView view = resource.awaitStalled("InvalidSpec");

    assertThat(view.message("Stalled")).contains("kubernetes.cluster-id");
    assertFailed(view);
    assertThat(resource.children().everything()).isEmpty();
  }

  private static void assertFailed(StatusView view) {
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("ERROR");
    assertThat(view.text("/lifecycleState")).isEqualTo("FAILED");
    assertThat(view.text("/reconciliationStatus/error")).isNotBlank();
    assertThat(view.text("/error")).isNotBlank();
    assertThat(view.isTrue("Ready")).isFalse();
  }
}
