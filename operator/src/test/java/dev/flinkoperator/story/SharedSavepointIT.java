package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A savepoint that another resource needs is not deleted, whoever it belongs to. */
class SharedSavepointIT {

  private static final String DIRECTORY =
      """
      spec:
        flinkConfiguration:
          execution.checkpointing.savepoint-dir: file:///state/savepoints
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void not_with_its_snapshot_where_a_job_names_it_in_another_spelling() {
    Subject subject = STAGE.subject("spelled").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("spelled").savepointOf("spelled");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();
    STAGE
        .subject("speller")
        .create(
            "spec: {job: {state: suspended, initialSavepointPath: '%s/_metadata'}}"
                .formatted(path.replace("file:/", "file:///")))
        .awaitReady("Suspended");

    assertStays(subject, snapshot, "FlinkDeployment speller");
  }

  @Test
  void not_with_its_snapshot_where_a_job_was_started_from_it_that_does_not_name_it_any_more() {
    Subject subject = STAGE.subject("origin").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("origin").savepointOf("origin");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();
    Subject clone =
        STAGE
            .subject("clone")
            .createdAndRunning("spec: {job: {initialSavepointPath: '%s'}}".formatted(path));
    clone.edit("spec: {job: {initialSavepointPath: null}}");
    clone.awaitStatus(
        "the edit is seen",
        status -> status.getObservedGeneration().equals(clone.get().getMetadata().getGeneration()));
    assertThat(clone.status().getRestorePoint()).isNull();

    assertStays(subject, snapshot, "FlinkDeployment clone");
  }

  @Test
  void not_with_its_snapshot_where_another_one_stands_for_it() {
    Subject subject = STAGE.subject("twice").createdAndRunning(DIRECTORY);
    StateSnapshotSubject snapshot = STAGE.stateSnapshot("first").savepointOf("twice");
    String path = snapshot.awaitCondition("Ready", "SnapshotCompleted").getPath();
    STAGE
        .stateSnapshot("second")
        .create("{savepoint: {alreadyExists: true, path: '%s'}}".formatted(path))
        .awaitCondition("Ready", "SnapshotCompleted");

    assertStays(subject, snapshot, "FlinkStateSnapshot second");
  }

  @Test
  void not_by_the_clean_up_of_the_history_which_goes_on_with_the_others() {
    Subject subject =
        STAGE
            .subject("historic")
            .createdAndRunning(
                """
                spec:
                  flinkConfiguration:
                    execution.checkpointing.dir: file:///state/checkpoints
                    execution.checkpointing.savepoint-dir: file:///state/savepoints
                    kubernetes.operator.periodic.savepoint.interval: 1 s
                    kubernetes.operator.savepoint.history.max.count: 10
                  job: {upgradeMode: savepoint}
                """);
    String first =
        history(
                subject.awaitStatus(
                    "two savepoints are taken", status -> history(status).size() >= 2))
            .get(0);
    STAGE
        .subject("heir")
        .create("spec: {job: {state: suspended, initialSavepointPath: '%s'}}".formatted(first))
        .awaitReady("Suspended");

    subject.edit(
        "spec: {flinkConfiguration: {kubernetes.operator.savepoint.history.max.count: 1}}");

    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(subject.ground().flinkWasAsked())
                    .anySatisfy(asked -> assertThat(asked).startsWith("POST savepoint-disposal")));
    assertThat(subject.ground().flinkWasAsked())
        .noneMatch(asked -> asked.startsWith("POST savepoint-disposal") && asked.contains(first));
    assertThat(history(subject.status())).contains(first);
  }

  private static void assertStays(Subject subject, StateSnapshotSubject snapshot, String user) {
    snapshot.delete();
    snapshot.awaitGone();

    assertThat(subject.ground().flinkWasAsked())
        .noneSatisfy(asked -> assertThat(asked).contains("disposal"));
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(snapshot.events())
                    .anySatisfy(event -> assertThat(event).contains("stays in storage", user)));
  }

  private static List<String> history(FlinkDeploymentStatus status) {
    var info = status.getJobStatus() == null ? null : status.getJobStatus().getSavepointInfo();
    return info == null || info.getSavepointHistory() == null
        ? List.of()
        : info.getSavepointHistory().stream().map(taken -> taken.getLocation()).toList();
  }
}
