package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.jobstatus.savepointinfo.LastSavepoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The history of a session job's savepoints stays as short as that of an application. */
@NullUnmarked
class SessionJobCleanupTest {

  private final SessionJobScene scene = new SessionJobScene().mode(UpgradeMode.SAVEPOINT);

  @Test
  void an_old_periodic_savepoint_is_disposed_of_and_leaves_the_history_when_it_is_gone() {
    configure(Map.of(SnapshotWishes.SAVEPOINTS, "1 h", HistoryLimits.COUNT, "1"));
    scene.running();
    take("a");
    assertThat(disposed(take("b"))).containsExactly("a");
    assertThat(history()).containsExactly("a", "b");

    assertThat(disposed(scene.disposed("a", null).pass())).isEmpty();

    assertThat(history()).containsExactly("b");
  }

  @Test
  void those_that_somebody_asked_for_only_leave_the_history() {
    configure(Map.of(HistoryLimits.COUNT, "2"));
    scene.running();
    for (long nonce = 1; nonce <= 4; nonce++) {
      long number = nonce;
      scene.job(job -> job.setSavepointTriggerNonce(number));
      scene.pass();
      SessionJobPlan plan = scene.completes("savepoint-" + number).pass();
      assertThat(disposed(plan)).isEmpty();
    }

    assertThat(history()).containsExactly("savepoint-3", "savepoint-4");
  }

  /** A periodic savepoint, and then a checkpoint, so that the job would not start from it. */
  private SessionJobPlan take(String path) {
    scene.later(Duration.ofHours(1)).pass();
    scene.completes(path).pass();
    scene.later(Duration.ofMinutes(1)).checkpoint(++checkpoints, false);
    return scene.pass();
  }

  private int checkpoints = 1;

  private void configure(Map<String, Object> options) {
    scene.resource().getSpec().setFlinkConfiguration(options);
    scene.resource().getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
  }

  private static List<String> disposed(SessionJobPlan plan) {
    return plan.plan().steps().stream()
        .filter(Step.DisposeSavepoint.class::isInstance)
        .map(step -> ((Step.DisposeSavepoint) step).path())
        .toList();
  }

  private List<String> history() {
    return scene.status().getJobStatus().getSavepointInfo().getSavepointHistory().stream()
        .map(LastSavepoint::getLocation)
        .toList();
  }
}
