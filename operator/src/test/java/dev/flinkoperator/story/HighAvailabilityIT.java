package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator makes of the ConfigMaps that Flink writes. */
class HighAvailabilityIT {

  private static final String LAST_STATE =
      """
      spec:
        flinkConfiguration:
          high-availability.type: kubernetes
          high-availability.storageDir: file:///state/ha
          execution.checkpointing.dir: file:///state/checkpoints
        job: {upgradeMode: last-state}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_job_whose_map_names_a_checkpoint_goes_on_from_it_under_its_own_id() {
    Subject subject = STAGE.subject("goes-on").createdAndRunning(LAST_STATE);
    String jobId = subject.jobId();
    subject.ground().highAvailabilityNames(jobId, "counter", "checkpointID-0000000000000000007");

    subject.edit("spec: {job: {args: [\"--new\"]}}");
    subject.awaitStatus("the second revision", s -> s.getRevisionNumber() == 2);
    subject.comesUp();

    assertThat(subject.jobId()).isEqualTo(jobId);
    assertThat(new Children(subject).configuration()).contains("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(new Children(subject).configMap("goes-on-" + jobId + "-config-map").get())
        .isNotNull();
    assertThat(subject.ground().flinkWasAsked()).isEmpty();
  }

  @Test
  void a_leader_that_renews_its_lease_and_further_checkpoints_cost_no_write() {
    Subject subject = STAGE.subject("renews").createdAndRunning(LAST_STATE);
    subject.ground().job().completesCheckpoint();
    String jobId = subject.jobId();
    subject.ground().highAvailabilityNames(jobId, "counter", "checkpointID-0000000000000000001");
    subject.awaitStatus(
        "the first checkpoint is remembered",
        x ->
            x.getRestorePoint() != null
                && String.valueOf(x.getRestorePoint().getPath()).endsWith("/chk-1"));
    Writes writes = STAGE.writes();

    for (int i = 2; i < 7; i++) {
      subject.ground().job().completesCheckpoint();
      subject
          .ground()
          .highAvailabilityNames(jobId, "counter", "checkpointID-000000000000000000" + i);
    }

    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(writes.seen()).filteredOn(write -> write.contains("renews")).isEmpty());
  }
}
