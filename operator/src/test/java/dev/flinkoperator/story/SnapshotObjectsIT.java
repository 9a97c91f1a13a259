package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is taken of a job stands in FlinkStateSnapshots, where its configuration asks for them. */
class SnapshotObjectsIT {

  private static final String ON =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.dir: file:///state/checkpoints
          execution.checkpointing.savepoint-dir: file:///state/savepoints
          kubernetes.operator.snapshot.resource.enabled: "true"
        job: {upgradeMode: savepoint}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void one_by_nonce_and_one_of_an_upgrade_are_complete_objects_that_outlive_the_job() {
    Subject subject = STAGE.subject("recorded").createdAndRunning(ON);

    subject.edit("spec: {job: {savepointTriggerNonce: 1}}");
    FlinkStateSnapshot manual = complete("recorded", "SAVEPOINT", "MANUAL");
    assertThat(manual.getStatus().getPath()).startsWith("file:/state/savepoints/");
    assertThat(manual.getMetadata().getOwnerReferences()).isEmpty();

    subject.edit("spec: {job: {checkpointTriggerNonce: 2}}");
    assertThat(complete("recorded", "CHECKPOINT", "MANUAL").getStatus().getPath())
        .startsWith("file:/state/checkpoints/");

    String uid = subject.ground().jobManager().get().getMetadata().getUid();
    subject.edit("spec: {restartNonce: 1}");
    subject.ground().awaitOtherJobManager(uid);
    complete("recorded", "SAVEPOINT", "UPGRADE");

    assertThat(subject.ground().flinkWasAsked()).as("once each").hasSize(3);
  }

  @Test
  void periodic_ones_are_deleted_beyond_the_limit_and_their_files_with_them_if_that_is_asked() {
    Subject subject =
        STAGE
            .subject("periodically")
            .createdAndRunning(
                ON.replace(
                    "  job:",
                    "    kubernetes.operator.periodic.savepoint.interval: 1 s\n"
                        + "    kubernetes.operator.savepoint.history.max.count: 1\n"
                        + "    kubernetes.operator.savepoint.dispose-on-delete: \"true\"\n"
                        + "  job:"));

    FlinkStateSnapshot first = complete("periodically", "SAVEPOINT", "PERIODIC");

    String name = first.getMetadata().getName();
    await()
        .alias(name + " is deleted")
        .atMost(Subject.SOON)
        .until(() -> objects("periodically").stream().noneMatch(each -> is(each, name)));
    assertThat(subject.ground().flinkWasAsked())
        .anySatisfy(
            asked ->
                assertThat(asked)
                    .startsWith("POST savepoint-disposal")
                    .contains(first.getSpec().getSavepoint().getPath()));
  }

  private static boolean is(FlinkStateSnapshot snapshot, String name) {
    return snapshot.getMetadata().getName().equals(name);
  }

  private static FlinkStateSnapshot complete(String job, String type, String trigger) {
    return Objects.requireNonNull(
        await()
            .alias("a " + type + " " + trigger + " of " + job + " is complete")
            .atMost(Subject.SOON)
            .until(
                () ->
                    objects(job).stream()
                        .filter(each -> label(each, "snapshot.type").equals(type))
                        .filter(each -> label(each, "snapshot.trigger-type").equals(trigger))
                        .filter(each -> each.getStatus() != null)
                        .filter(each -> "COMPLETED".equals(each.getStatus().getState()))
                        .findFirst()
                        .orElse(null),
                Objects::nonNull));
  }

  private static String label(FlinkStateSnapshot snapshot, String key) {
    return snapshot.getMetadata().getLabels().getOrDefault(key, "");
  }

  private static List<FlinkStateSnapshot> objects(String job) {
    return STAGE
        .client()
        .resources(FlinkStateSnapshot.class)
        .inAnyNamespace()
        .withLabel("job-reference.kind", "FlinkDeployment")
        .withLabel("job-reference.name", job)
        .list()
        .getItems();
  }
}
