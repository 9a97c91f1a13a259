package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SessionJobScene.submits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What becomes of the Flink options of a session job, and what keeps its checkpoints. */
@NullUnmarked
class SessionJobOptionsTest {

  private static final String RETENTION =
      "execution.checkpointing.externalized-checkpoint-retention";

  private final SessionJobScene scene = new SessionJobScene().clusterUp();

  @Test
  void a_stateless_job_keeps_its_checkpoints_too_since_an_edit_may_make_it_stateful() {
    assertThat(submits(scene.pass()).configuration())
        .containsEntry(RETENTION, "RETAIN_ON_CANCELLATION");
  }

  @Test
  void what_the_owner_of_a_stateless_job_says_of_its_checkpoints_is_left_alone() {
    assertThat(submits(scene.option(RETENTION, "DELETE_ON_CANCELLATION").pass()).configuration())
        .containsEntry(RETENTION, "DELETE_ON_CANCELLATION");
  }

  @Test
  void a_job_whose_state_matters_is_not_run_where_cancelling_it_deletes_its_checkpoints() {
    scene
        .mode(UpgradeMode.LASTSTATE)
        .clusterOf(FlinkVersion.V1_20, RETENTION, "delete_on_cancellation");

    assertThat(submits(scene.pass())).isNull();
    assertThat(scene.condition("Stalled").getMessage())
        .contains(RETENTION + " is delete_on_cancellation; set it to RETAIN_ON_CANCELLATION");

    scene.option(RETENTION, "RETAIN_ON_CANCELLATION");
    assertThat(submits(scene.pass())).isNotNull();
  }

  @Test
  void before_1_17_the_cluster_alone_decides_what_becomes_of_checkpoints() {
    scene
        .mode(UpgradeMode.SAVEPOINT)
        .clusterOf(FlinkVersion.V1_16, RETENTION, "NO_EXTERNALIZED_CHECKPOINTS")
        .option(RETENTION, "RETAIN_ON_CANCELLATION");

    assertThat(submits(scene.pass())).isNull();
    assertThat(scene.condition("Stalled").getMessage()).contains("NO_EXTERNALIZED_CHECKPOINTS");
  }

  @Test
  void options_that_nobody_reads_before_1_17_are_told() {
    scene
        .clusterOf(FlinkVersion.V1_16)
        .option("pipeline.max-parallelism", "8")
        .option("kubernetes.operator.user.artifacts.http.header", "a:b");

    assertThat(scene.pass().plan().notices())
        .filteredOn(notice -> notice.reason() == EventReason.JOB_OPTIONS_IGNORED)
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .endsWith(
            "Set in the FlinkDeployment session what is to count of pipeline.max-parallelism");
  }

  @Test
  void options_are_sent_from_1_17_on_without_a_word() {
    scene.clusterOf(FlinkVersion.V1_17).option("pipeline.max-parallelism", "8");

    SessionJobPlan plan = scene.pass();

    assertThat(submits(plan).configuration()).containsEntry("pipeline.max-parallelism", "8");
    assertThat(plan.plan().notices())
        .noneMatch(notice -> notice.reason() == EventReason.JOB_OPTIONS_IGNORED);
  }

  @Test
  void the_folder_for_savepoints_counts_in_every_version_as_requests_name_it() {
    scene
        .mode(UpgradeMode.SAVEPOINT)
        .clusterOf(FlinkVersion.V1_16, "state.savepoints.dir", "")
        .option("state.savepoints.dir", "file:/state/mine");

    assertThat(submits(scene.pass())).isNotNull();
  }
}
