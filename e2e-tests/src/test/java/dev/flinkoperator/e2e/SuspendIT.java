package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user stops and starts a job by editing its resource. */
class SuspendIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** A job that is there but does not run. */
  static final String EXAMPLE = "suspended.yaml";

  @Test
  void the_example_is_created_suspended_then_resumed_restarted_and_suspended_again() {
    tell(Example.read(EXAMPLE, namespace).deployment());
  }

  @Test
  @Tag("full")
  void the_same_holds_for_flink_2_3() {
    tell(Manifest.streaming("orders", FlinkVersion.V2_3).set("/spec/job/state", "suspended"));
  }

  private void tell(Manifest manifest) {
    FlinkResource resource = namespace.resource(manifest.name());
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);
      assertSuspended(resource);
      assertThat(pods.jobManagersSeen()).as("JobManagers of a suspended job").isZero();

      resource.apply(manifest.set("/spec/job/state", "running"));
      resource.awaitRunning();
      String resumed = resource.flink().onlyJob().id();

      resource.apply(manifest.set("/spec/restartNonce", 1));
      resource.awaitRunning();
      assertThat(resource.flink().onlyJob().id()).isNotEqualTo(resumed);
      assertThat(pods.jobManagersSeen()).isEqualTo(2);

      resource.apply(manifest.set("/spec/job/state", "suspended"));
      assertSuspended(resource);
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
    }
  }

  private static void assertSuspended(FlinkResource resource) {
    StatusView view = resource.awaitReady("Suspended");
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("MISSING");
    assertThat(view.text("/lifecycleState")).isEqualTo("SUSPENDED");
    assertThat(view.text("/reconciliationStatus/state")).isEqualTo("DEPLOYED");
    assertThat(view.isTrue("Running")).isFalse();
    assertThat(resource.children().jobManagers()).isEmpty();
    assertThat(resource.children().taskManagers()).isEmpty();
    assertThat(resource.children().deployment().get()).isNull();
  }
}
