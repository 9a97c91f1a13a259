package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Flink deletes the checkpoints of a job that has FINISHED: savepoints are all it leaves. */
@NullUnmarked
class FinishedJobTest {

  private static final String CHECKPOINT = "file:///state/checkpoints/chk-7";
  private static final String SAVEPOINT = "file:///state/savepoints/savepoint-1";

  private final Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);

  @Test
  void the_next_job_starts_from_its_last_savepoint() {
    scene.checkpoints(6, SAVEPOINT, true, false);
    scene.job("FINISHED").checkpoints(6, SAVEPOINT, true, true).pass();

    assertThat(restarted().inForce().restoredFrom()).isEqualTo(SAVEPOINT);
  }

  @Test
  void a_savepoint_by_nonce_counts_though_checkpoints_came_after_it() {
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    scene.after(Duration.ofSeconds(5)).operationCompleted(SAVEPOINT).pass();
    scene.after(Duration.ofSeconds(60)).checkpoint(7, CHECKPOINT).pass();
    scene.job("FINISHED").lastCheckpoint(7, CHECKPOINT).pass();

    assertThat(restarted().inForce().restoredFrom()).isEqualTo(SAVEPOINT);
  }

  @Test
  void a_savepoint_of_the_job_before_is_not_its_own_though_our_clock_was_ahead_when_it_was_taken() {
    Scene other = Scene.running(spec -> LastStateUpgradeTest.lastState(spec, false));
    other.after(Duration.ofHours(1)).editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
    other.operationCompleted(SAVEPOINT).pass();
    other.after(Duration.ofHours(-1)).checkpoint(7, CHECKPOINT).pass();
    other.edit(spec -> spec.setImage("flink:next")).pass();
    other.job("CANCELED").lastCheckpoint(7, CHECKPOINT).pass();
    assertThat(other.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);

    other.available().job("RUNNING").pass();
    other.job("FINISHED").lastCheckpoint(8, null).pass();

    other.edit(spec -> spec.setImage("flink:last")).pass();
    assertThat(other.clusterGone().pass().inForce().restoredFrom()).isEqualTo(CHECKPOINT);
  }

  @Test
  void without_a_savepoint_it_starts_as_it_did_before() {
    Scene from =
        Scene.running(
            spec -> {
              SavepointUpgradeTest.bySavepoint(spec);
              spec.getJob().setInitialSavepointPath(SAVEPOINT);
            });
    from.checkpoint(7, CHECKPOINT).pass();
    from.job("FINISHED").lastCheckpoint(7, CHECKPOINT).pass();

    from.edit(spec -> spec.setImage("flink:next")).pass();
    assertThat(from.clusterGone().pass().inForce().restoredFrom()).isEqualTo(SAVEPOINT);
  }

  @Test
  void one_that_began_empty_begins_empty_again() {
    scene.checkpoint(7, CHECKPOINT).pass();
    scene.job("FINISHED").lastCheckpoint(7, CHECKPOINT).pass();

    Plan plan = restarted();
    assertThat(plan.inForce().restoredFrom()).isNull();
    assertThat(plan.apply()).isNotNull();
  }

  @Test
  void one_that_went_on_from_metadata_does_not_ask_for_what_went_with_it() {
    Scene available =
        Scene.running(
            spec -> {
              SavepointUpgradeTest.bySavepoint(spec);
              Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
              configuration.put("high-availability.type", "kubernetes");
              configuration.put("high-availability.storageDir", "file:///ha");
              spec.setFlinkConfiguration(configuration);
            });
    available.metadata(true).jobManagerDeletedByHand().clusterGone().pass();
    assertThat(available.available().job("RUNNING").pass().inForce().restoredFrom())
        .isEqualTo(StateKnowledge.METADATA);
    available.metadataGone().job("FINISHED").lastCheckpoint(7, CHECKPOINT).pass();

    available.edit(spec -> spec.setImage("flink:next")).pass();
    Plan plan = available.clusterGone().pass();
    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isNull();
  }

  @Test
  void a_job_whose_last_checkpoint_nobody_tells_is_not_held_up() {
    scene.job("FINISHED").pass();
    scene.edit(spec -> spec.setImage("flink:next"));

    assertThat(reason(scene.pass())).isEqualTo(Reason.ReadingLastCheckpoint);
    scene.after(Duration.ofMinutes(3)).pass();
    assertThat(scene.clusterGone().pass().apply()).isNotNull();
  }

  private Plan restarted() {
    scene.edit(spec -> spec.setImage("flink:next")).pass();
    return scene.clusterGone().pass();
  }
}
