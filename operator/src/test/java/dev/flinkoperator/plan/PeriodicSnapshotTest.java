package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.observe.view.OperationKind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Savepoints and checkpoints are taken when they are due, told by what the status says. */
@NullUnmarked
class PeriodicSnapshotTest {

  private static final String PATH = "file:///state/savepoints/savepoint-1";
  private static final String CREATED = "2026-01-01T00:00:00Z";

  private final Scene scene = periodic(Map.of(SnapshotWishes.SAVEPOINTS, "6 h"));

  @Test
  void the_first_one_is_due_an_interval_after_the_resource_was_created() {
    Plan plan = scene.after(Duration.ofHours(1)).pass();
    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(plan.wake()).isEqualTo(Duration.ofHours(5));

    Plan due = scene.after(Duration.ofHours(5)).pass();
    assertThat(operation(due).kind()).isEqualTo(OperationKind.Savepoint);
    assertThat(operation(due).cause()).isEqualTo(RestorePoint.Cause.Periodic);
    assertThat(operation(due).nonce()).isNull();
    assertThat(reason(due)).isEqualTo(Reason.JobRunning);
  }

  @Test
  void the_next_one_is_counted_from_when_the_last_one_was_asked_for() {
    taken();

    Plan plan = scene.after(Duration.ofMinutes(10)).pass();

    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(plan.wake()).isEqualTo(Duration.ofHours(6).minusMinutes(11));
    var info = status().getJobStatus().getSavepointInfo();
    assertThat(info.getLastPeriodicSavepointTimestamp())
        .isEqualTo(Instant.parse("2026-01-01T06:00:00Z").toEpochMilli());
    assertThat(info.getLastSavepoint().getTriggerType()).isEqualTo("PERIODIC");
    assertThat(status().getRestorePoint().getPath()).isEqualTo(PATH);
  }

  @Test
  void nothing_is_written_until_then() {
    taken();
    FlinkDeploymentStatus written = status();

    scene.after(Duration.ofHours(3)).pass();

    assertThat(status()).isEqualTo(written);
  }

  @Test
  void what_was_missed_while_nobody_looked_is_made_up_for_once() {
    taken();
    scene.operatorRestarted();
    assertThat(names(scene.after(Duration.ofDays(3)).pass())).containsExactly("SaveIntent");

    assertThat(names(scene.job("RUNNING").pass())).contains("StartOperation");
    Plan plan = scene.operationCompleted(PATH + "2").pass();

    assertThat(names(plan)).containsExactly("SaveIntent");
    assertThat(plan.wake()).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void one_that_fails_for_good_waits_for_the_next_time() {
    scene.after(Duration.ofHours(6)).pass();
    scene.operationFailed("no room").pass();
    scene.after(Duration.ofSeconds(10)).operationFailed("no room").pass();

    Plan plan = scene.after(Duration.ofSeconds(20)).operationFailed("no room").pass();

    assertThat(status().getOperation()).isNull();
    assertThat(plan.wake()).isEqualTo(Duration.ofHours(6));
    assertThat(plan.notices())
        .containsExactly(
            new Notice(
                EventReason.SNAPSHOT_SAVEPOINT_ERROR,
                "No savepoint could be taken in 3 attempts (periodic); the job goes on. It is tried"
                    + " again when the next one is due. The last attempt: no room"));
  }

  @Test
  void a_job_that_does_not_run_is_waited_for() {
    scene.job("RESTARTING").after(Duration.ofHours(7));
    assertThat(names(scene.pass())).containsExactly("SaveIntent");

    assertThat(names(scene.job("RUNNING").pass())).contains("StartOperation");
  }

  @Test
  void checkpoints_and_savepoints_are_taken_one_at_a_time() {
    Scene both =
        periodic(Map.of(SnapshotWishes.SAVEPOINTS, "6 h", SnapshotWishes.CHECKPOINTS, "1 h"));
    Plan first = both.after(Duration.ofHours(6)).pass();
    assertThat(operation(first).kind()).isEqualTo(OperationKind.Savepoint);

    Plan second = both.operationCompleted(PATH).pass();
    assertThat(operation(second).kind()).isEqualTo(OperationKind.Checkpoint);

    Plan rest = both.operationCompleted(null).pass();
    assertThat(names(rest)).containsExactly("SaveIntent");
    assertThat(rest.wake()).isEqualTo(Duration.ofHours(1));
    assertThat(
            both.resource()
                .getStatus()
                .getJobStatus()
                .getCheckpointInfo()
                .getLastPeriodicCheckpointTimestamp())
        .isEqualTo(both.now().toEpochMilli());
  }

  @Test
  void a_Quartz_cron_expression_says_the_hours_in_UTC() {
    Scene nightly = periodic(Map.of(SnapshotWishes.SAVEPOINTS, "0 30 2 * * ?"));

    assertThat(nightly.after(Duration.ofHours(1)).pass().wake()).isEqualTo(Duration.ofMinutes(90));
    assertThat(names(nightly.after(Duration.ofMinutes(90)).pass())).contains("StartOperation");
    Plan done = nightly.after(Duration.ofMinutes(1)).operationCompleted(PATH).pass();
    assertThat(done.wake()).isEqualTo(Duration.ofDays(1).minusMinutes(1));
  }

  @Test
  void an_interval_of_nothing_or_zero_asks_for_nothing() {
    assertThat(periodic(Map.of(SnapshotWishes.SAVEPOINTS, "0 ms")).pass().wake()).isNull();
    assertThat(periodic(Map.of(SnapshotWishes.SAVEPOINTS, "")).pass().wake()).isNull();
  }

  @Test
  void what_is_neither_a_duration_nor_cron_is_told_and_the_job_left_alone() {
    Plan plan =
        scene.edit(spec -> configure(spec, Map.of(SnapshotWishes.SAVEPOINTS, "nightly"))).pass();

    assertThat(reason(plan)).isEqualTo(Reason.InvalidSpec);
    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .isEqualTo(
            "kubernetes.operator.periodic.savepoint.interval must be a duration, such as 6 h, or a"
                + " Quartz cron expression, such as '0 0 2 * * ?' for 2 o'clock UTC each day, not"
                + " nightly");
    assertThat(plan.apply()).isNotNull();
  }

  @Test
  void an_interval_without_a_unit_is_told_to_be_milliseconds() {
    Plan plan =
        scene.edit(spec -> configure(spec, Map.of(SnapshotWishes.CHECKPOINTS, "600"))).pass();

    assertThat(((Verdict.Judged) plan.verdict()).health().message())
        .contains("must be 1 s or more, not 600 (a number without a unit is milliseconds)");
  }

  private void taken() {
    scene.after(Duration.ofHours(6)).pass();
    scene.after(Duration.ofMinutes(1)).operationCompleted(PATH).pass();
  }

  private FlinkDeploymentStatus status() {
    return scene.resource().getStatus();
  }

  private static Scene periodic(Map<String, String> options) {
    Scene scene = Scene.running(spec -> configure(spec, Map.of()));
    scene.resource().getMetadata().setCreationTimestamp(CREATED);
    scene.edit(spec -> configure(spec, options));
    return scene;
  }

  private static void configure(FlinkDeploymentSpec spec, Map<String, String> options) {
    SavepointUpgradeTest.bySavepoint(spec);
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.putAll(options);
    spec.setFlinkConfiguration(configuration);
  }
}
