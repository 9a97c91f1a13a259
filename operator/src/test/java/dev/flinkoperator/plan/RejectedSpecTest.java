package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** While a bad edit waits to be mended, the last good spec cares for its job. */
@NullUnmarked
class RejectedSpecTest {

  private static final String CHECKPOINT = "file:///state/chk-3";

  private final Scene scene =
      Scene.running(
          spec -> {
            SavepointUpgradeTest.bySavepoint(spec);
            configure(spec, "kubernetes.operator.job.restart.failed", "true");
            configure(spec, "kubernetes.operator.cluster.health-check.enabled", "true");
            configure(spec, "kubernetes.operator.jm-deployment.shutdown-ttl", "1 h");
          });

  @Test
  void a_failed_job_is_started_again_as_the_last_good_spec_has_it() {
    badly();

    Plan plan = scene.job("FAILED", false, "boom").lastCheckpoint(3, CHECKPOINT).pass();
    assertThat(names(plan)).contains("DeleteJobManager");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .containsExactly(EventReason.RECOVER_DEPLOYMENT);
    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);

    Plan launch = scene.clusterGone().pass();
    assertThat(launch.inForce().restoredFrom()).isEqualTo(CHECKPOINT);
    assertThat(launch.inForce().spec().path("serviceAccount").asText()).isEqualTo("flink");
    assertThat(reason(launch)).isEqualTo(Reason.InvalidSpec);
  }

  @Test
  void an_unhealthy_job_gets_a_new_cluster() {
    badly();
    scene.checkpoint(3, CHECKPOINT).pass();

    assertThat(scene.pass().follow().restarts()).isNotNull();
    Plan plan = scene.restarts(65).pass();
    assertThat(names(plan)).contains("StartOperation");
  }

  @Test
  void the_cluster_of_an_ended_job_is_removed_in_time() {
    badly();
    scene.job("FINISHED").lastCheckpoint(3, CHECKPOINT).pass();

    assertThat(names(scene.after(Duration.ofHours(1)).pass())).contains("DeleteJobManager");
    assertThat(reason(scene.clusterGone().pass())).isEqualTo(Reason.InvalidSpec);
  }

  @Test
  void what_the_job_comes_to_is_not_told_again_and_again() {
    assertThat(badly().notices()).hasSize(1);

    scene.job("FINISHED").lastCheckpoint(3, CHECKPOINT).pass();
    assertThat(scene.pass().notices()).isEmpty();
  }

  @Test
  void the_mended_spec_is_followed() {
    badly();
    scene.edit(spec -> spec.setServiceAccount("flink"));

    assertThat(reason(scene.pass())).isEqualTo(Reason.JobRunning);
  }

  private Plan badly() {
    return scene.edit(spec -> spec.setServiceAccount(null)).pass();
  }

  private static void configure(FlinkDeploymentSpec spec, String key, String value) {
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.put(key, value);
    spec.setFlinkConfiguration(configuration);
  }
}
