package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user commits an edit that can't be carried out while the job runs: the job does not notice. */
class BadEditIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  @BeforeAll
  static void a_job_runs() {
    namespace.apply(manifest()).awaitRunning();
  }

  private static Manifest manifest() {
    return Manifest.streaming("orders", FlinkVersion.V2_3);
  }

  private final FlinkResource resource = namespace.resource("orders");

  @Test
  void an_invalid_edit_is_stalled_and_taking_it_back_is_ready_again() {
    assertLeavesTheJobAlone(
        manifest().flinkConfig("kubernetes.namespace", "elsewhere"),
        "InvalidSpec",
        "kubernetes.namespace");
  }

  @Test
  void a_savepoint_that_cannot_be_taken_leaves_the_job_running_until_the_edit_is_taken_back() {
    Job before = resource.flink().onlyJob();

    resource.apply(
        manifest()
            .set("/spec/job/upgradeMode", "savepoint")
            .flinkConfig("state.savepoints.dir", "file:///proc/no-room-here")
            .flinkConfig("state.checkpoints.dir", "file:///tmp/checkpoints")
            .set("/spec/job/parallelism", 1));

    StatusView trying =
        resource.await(
            "told why the savepoint failed",
            view -> view.isCurrent() && view.reason("Reconciling").equals("SavepointFailed"));
    assertThat(trying.message("Reconciling")).contains("the job goes on");

    resource.apply(manifest());

    resource.awaitRunningAgain();
    assertThat(resource.flink().onlyJob().id()).isEqualTo(before.id());
  }

  private void assertLeavesTheJobAlone(Manifest edit, String reason, String named) {
    Job before = resource.flink().onlyJob();
    String jobManager = resource.children().jobManager().getMetadata().getUid();

    resource.apply(edit);

    StatusView stalled = resource.awaitStalled(reason);
    assertThat(stalled.message("Stalled")).contains(named);
    assertThat(stalled.isTrue("Ready")).isFalse();
    assertThat(stalled.isTrue("Running")).isTrue();
    assertThat(stalled.text("/jobManagerDeploymentStatus")).isEqualTo("READY");
    assertThat(stalled.text("/lifecycleState")).isEqualTo("STABLE");
    assertThat(stalled.text("/reconciliationStatus/error")).isNotBlank();

    resource.apply(manifest());

    resource.awaitRunning();
    assertThat(resource.flink().onlyJob()).isEqualTo(before);
    assertThat(resource.children().jobManager().getMetadata().getUid()).isEqualTo(jobManager);
  }
}
