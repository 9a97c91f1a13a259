package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/**
 * What is newer is told by the numbers that Flink gives its checkpoints and savepoints; its clock
 * and ours differ, and jump.
 */
@NullUnmarked
class CheckpointNumberTest {

  private static final String SAVEPOINT = "file:///state/savepoints/savepoint-1";

  private final Scene scene = Scene.running(SavepointUpgradeTest::bySavepoint);

  @Test
  void a_checkpoint_with_a_higher_number_is_newer_though_Flinks_clock_was_set_back() {
    asked();
    scene.checkpoints(5, SAVEPOINT, true, false).operationCompleted(SAVEPOINT).pass();
    assertThat(point().getCheckpoint()).isEqualTo(5L);

    scene.after(Duration.ofHours(-1)).checkpoint(6, "file:///state/chk-6");
    scene.after(Duration.ofHours(1)).pass();

    assertThat(point().getPath()).isEqualTo("file:///state/chk-6");
    assertThat(point().getCheckpoint()).isEqualTo(6L);
  }

  @Test
  void a_checkpoint_with_a_lower_number_is_older_though_Flinks_clock_was_ahead() {
    scene.checkpoint(4, "file:///state/chk-4").pass();
    asked();
    scene.checkpoints(6, SAVEPOINT, true, false).operationCompleted(SAVEPOINT).pass();

    // A former leader hears of a checkpoint before it.
    scene.operatorRestarted().after(Duration.ofHours(1)).checkpoint(5, "file:///state/chk-5");
    scene.pass();

    assertThat(point().getPath()).isEqualTo(SAVEPOINT);
  }

  @Test
  void a_savepoint_that_Flink_has_not_listed_yet_counts_as_the_next_after_what_was_known() {
    scene.checkpoint(4, "file:///state/chk-4").pass();
    asked();
    scene.operationCompleted(SAVEPOINT).pass();
    assertThat(point().getCheckpoint()).isEqualTo(5L);

    scene.after(Duration.ofMinutes(1)).checkpoint(5, "file:///state/chk-5").pass();
    assertThat(point().getPath()).isEqualTo(SAVEPOINT);

    scene.after(Duration.ofMinutes(1)).checkpoint(6, "file:///state/chk-6").pass();
    assertThat(point().getPath()).isEqualTo("file:///state/chk-6");
  }

  @Test
  void a_checkpoint_written_down_since_stays_if_nothing_was_known_when_the_savepoint_was_asked() {
    asked();
    assertThat(scene.resource().getStatus().getOperation().getAfterCheckpoint()).isNull();
    scene.checkpoint(5, "file:///state/chk-5").pass();
    assertThat(point().getPath()).isEqualTo("file:///state/chk-5");

    scene.operatorRestarted().operationCompleted(SAVEPOINT).pass();

    assertThat(point().getPath()).isEqualTo("file:///state/chk-5");
  }

  @Test
  void an_operator_that_has_just_begun_goes_by_the_number_written_down() {
    scene.checkpoint(4, "file:///state/chk-4").pass();

    scene.operatorRestarted().job("RUNNING");
    asked();

    assertThat(scene.resource().getStatus().getOperation().getAfterCheckpoint()).isEqualTo(4L);
  }

  @Test
  void the_savepoint_a_job_is_stopped_with_is_newer_than_every_checkpoint_that_was_known() {
    scene.checkpoint(4, "file:///state/chk-4").pass();
    scene.edit(spec -> spec.setImage("flink:next")).pass();

    scene.job("FINISHED").operationCompleted(SAVEPOINT).pass();

    assertThat(point().getPath()).isEqualTo(SAVEPOINT);
    assertThat(point().getCheckpoint()).isEqualTo(5L);
  }

  @Test
  void what_an_older_operator_wrote_without_a_number_is_compared_by_time() {
    scene.checkpoint(4, "file:///state/chk-4").pass();
    asked();
    scene.operationCompleted(SAVEPOINT).pass();
    point().setCheckpoint(null);

    scene.after(Duration.ofSeconds(10)).checkpoint(3, "file:///state/chk-3").pass();

    assertThat(point().getPath()).isEqualTo("file:///state/chk-3");
  }

  @Test
  void what_a_job_begun_anew_by_Flink_completes_is_not_newer_than_what_it_had_completed_before() {
    scene.checkpoint(9, "file:///state/chk-9").pass();

    scene.after(Duration.ofMinutes(1)).begunAnew().checkpoint(1, "file:///state/chk-1").pass();

    assertThat(point().getPath()).isEqualTo("file:///state/chk-9");
  }

  private void asked() {
    scene.editJob(job -> job.setSavepointTriggerNonce(1L)).pass();
  }

  private RestorePoint point() {
    return scene.resource().getStatus().getRestorePoint();
  }
}
