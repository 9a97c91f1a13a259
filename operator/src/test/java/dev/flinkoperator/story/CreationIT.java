package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreationIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_new_resource_goes_through_the_rows_of_the_status_contract() {
    Subject subject = STAGE.subject("rows");
    try (StatusJournal journal = new StatusJournal(subject)) {
      subject.create();
      subject.ground().awaitJobManager();
      subject.awaitReconciling("JobManagerStarting");
      subject.ground().jobManagerIsUp();
      subject.awaitLifecycle("DEPLOYED");
      subject.ground().jobIs("CREATED");
      subject.awaitReconciling("JobStarting");
      subject.ground().jobIs("RUNNING");
      subject.awaitReady("JobRunning");

      // The journal hears of each status a little later than who asks for it.
      await()
          .atMost(Subject.SOON)
          .untilAsserted(
              () ->
                  assertThat(journal.rows())
                      .filteredOn(row -> !row.contains("JobManagerUnreachable"))
                      .containsSubsequence(
                          "DEPLOYING, UPGRADING/false, UPGRADING, JobManagerStarting",
                          "DEPLOYED_NOT_READY, UPGRADING/false, DEPLOYED, JobStarting",
                          "READY, DEPLOYED/true, STABLE, JobRunning"));
      assertThat(journal.rows())
          .noneMatch(row -> row.contains("DEPLOYED/true") && !row.startsWith("READY"));
    }
    assertThat(subject.condition("Reconciling")).isNull();
    assertThat(subject.condition("Stalled")).isNull();
    assertThat(subject.status().getObservedGeneration()).isEqualTo(1);
    assertThat(subject.status().getClusterInfo()).containsEntry("flink-version", "1.20.3");
    assertThat(subject.status().getTaskManager().getReplicas()).isEqualTo(1);
  }

  @Test
  void what_is_made_of_it_is_recorded_owned_and_complete() {
    Subject subject = STAGE.subject("children").createdAndRunning();

    assertThat(subject.get().getMetadata().getFinalizers())
        .containsExactly("flinkdeployments.flink.apache.org/finalizer");
    assertThat(subject.revisions())
        .singleElement()
        .satisfies(r -> assertThat(r.getMetadata().getName()).isEqualTo(subject.revision()));
    List<HasMetadata> children = new Children(subject).all();
    assertThat(children)
        .extracting(c -> c.getKind() + " " + c.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "ConfigMap flink-config-children",
            "Deployment children",
            "Service children",
            "Service children-rest");
    assertThat(children)
        .allSatisfy(
            c ->
                assertThat(c.getMetadata().getOwnerReferences())
                    .extracting(OwnerReference::getUid)
                    .containsExactly(subject.get().getMetadata().getUid()));
    assertThat(new Children(subject).configuration()).contains(subject.jobId());
  }

  @Test
  void few_writes_are_made() {
    Writes writes = STAGE.writes();
    STAGE.subject("few-writes").createdAndRunning();

    List<String> seen = writes.seen().stream().filter(w -> w.contains("few-writes")).toList();
    assertThat(seen)
        .filteredOn(w -> w.contains("flinkdeployments/status"))
        .hasSizeLessThanOrEqualTo(4);
    assertThat(seen).hasSizeLessThanOrEqualTo(11);
  }
}
