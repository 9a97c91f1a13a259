package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SessionJobScene.asks;
import static dev.flinkoperator.plan.SessionJobScene.submits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import dev.flinkoperator.observe.view.OperationKind;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A job that starts from a FlinkStateSnapshot by its name. */
@NullUnmarked
class NamedSnapshotTest {

  private static final String PATH = "file:/state/savepoints/savepoint-1";
  private static final NamedSnapshotView COMPLETED = snapshot("COMPLETED", PATH, null);

  private static NamedSnapshotView snapshot(
      @Nullable String state, @Nullable String path, @Nullable String error) {
    return new NamedSnapshotView("before-the-move", state, path, error, false);
  }

  private static void name(Job job) {
    job.setInitialSavepointPath("flinkstatesnapshot:before-the-move");
  }

  private static void redeploy(Job job) {
    name(job);
    job.setSavepointRedeployNonce(7L);
  }

  @Nested
  class OfAnApplication {

    @Test
    void the_first_start_waits_for_the_snapshot_and_then_is_from_its_path() {
      Scene scene = new Scene().editJob(NamedSnapshotTest::name);

      Plan absent = scene.pass();
      Plan taken = scene.snapshot(snapshot("IN_PROGRESS", null, null)).pass();
      Plan complete = scene.snapshot(COMPLETED).pass();

      assertThat(health(absent).reason()).isEqualTo(Reason.WaitingForSnapshot);
      assertThat(health(absent).message()).contains("before-the-move", "there is none");
      assertThat(scene.resource().getStatus().getLifecycleState()).isNotEqualTo("FAILED");
      assertThat(absent.notices()).isEmpty();
      assertThat(health(taken).message()).contains("not complete yet");
      assertThat(taken.steps()).noneMatch(Step.RecordRevision.class::isInstance);
      assertThat(complete.inForce().restoredFrom()).isEqualTo(PATH);
      assertThat(complete.inForce().objects().flinkConfig().getData().toString())
          .contains("execution.savepoint.path: " + PATH);
    }

    @Test
    void waiting_is_told_as_what_is_accepted_and_not_there_yet() {
      Scene scene = new Scene().editJob(NamedSnapshotTest::name);

      scene.pass();

      var status = scene.resource().getStatus();
      assertThat(status.getLifecycleState()).isEqualTo("CREATED");
      assertThat(status.getJobManagerDeploymentStatus()).isEqualTo("MISSING");
      assertThat(status.getReconciliationStatus().getState()).isEqualTo("UPGRADING");
      assertThat(status.getError()).isNull();
    }

    @Test
    void a_snapshot_that_failed_is_told_with_its_reason_until_another_one_is_named() {
      Scene scene =
          new Scene()
              .editJob(NamedSnapshotTest::name)
              .snapshot(snapshot("FAILED", null, "Disk quota exceeded"));

      Health failed = health(scene.pass());

      assertThat(failed.kind()).isEqualTo(Health.Kind.STALLED);
      assertThat(failed.reason()).isEqualTo(Reason.SnapshotFailed);
      assertThat(failed.message()).contains("Disk quota exceeded", "Name another one");
      assertThat(scene.pass().notices()).as("told once").isEmpty();
      assertThat(health(scene.snapshot(snapshot("ABANDONED", null, null)).pass()).reason())
          .isEqualTo(Reason.SnapshotAbandoned);
      assertThat(health(scene.snapshot(snapshot("COMPLETED", null, null)).pass()).message())
          .contains("nobody knows its path");
    }

    @Test
    void one_that_is_being_deleted_is_not_started_from() {
      Scene scene =
          new Scene()
              .editJob(NamedSnapshotTest::name)
              .snapshot(new NamedSnapshotView("before-the-move", "COMPLETED", PATH, null, true));

      assertThat(health(scene.pass()).message()).contains("is being deleted");
    }

    @Test
    void a_redeployment_leaves_the_job_alone_until_the_snapshot_is_complete() {
      Scene scene = stateful();
      scene.editJob(NamedSnapshotTest::redeploy);

      Plan waiting = scene.pass();

      assertThat(health(waiting).reason()).isEqualTo(Reason.WaitingForSnapshot);
      assertThat(waiting.steps()).containsExactly(new Step.SaveIntent());
      assertThat(waiting.apply()).isEqualTo(waiting.inForce());
      assertThat(waiting.inForce().number()).isEqualTo(1);

      Plan resolved = scene.snapshot(COMPLETED).pass();
      assertThat(health(resolved).reason()).isEqualTo(Reason.WaitingForOldCluster);
      assertThat(resolved.inForce().restoredFrom()).isEqualTo(PATH);
    }

    @Test
    void once_its_path_is_recorded_the_snapshot_may_be_deleted() {
      Scene scene = stateful();
      scene.editJob(NamedSnapshotTest::redeploy).snapshot(COMPLETED).pass();

      Plan launched = scene.snapshot(null).clusterGone().pass();

      assertThat(launched.inForce().restoredFrom()).isEqualTo(PATH);
      assertThat(launched.inForce().number()).isEqualTo(2);
      scene.available().job("RUNNING");
      assertThat(health(scene.pass()).reason()).isEqualTo(Reason.JobRunning);
    }

    @Test
    void an_edit_before_the_job_has_begun_still_starts_from_the_recorded_path() {
      Scene scene = new Scene().editJob(NamedSnapshotTest::name).snapshot(COMPLETED);
      scene.pass();

      scene.snapshot(null).edit(spec -> spec.setRestartNonce(1L));
      scene.pass();
      Plan again = scene.clusterGone().pass();

      assertThat(again.inForce().number()).isEqualTo(2);
      assertThat(again.inForce().restoredFrom()).isEqualTo(PATH);
    }

    @Test
    void the_name_matters_no_more_once_the_job_has_run() {
      Scene scene = new Scene().editJob(NamedSnapshotTest::name).snapshot(COMPLETED);
      scene.pass();
      scene.available().job("RUNNING").pass();

      scene.snapshot(null).editJob(job -> job.setParallelism(4));

      assertThat(health(scene.pass()).reason()).isEqualTo(Reason.WaitingForOldCluster);
    }

    private Scene stateful() {
      return Scene.running(
          spec -> {
            spec.setFlinkConfiguration(
                Map.of(
                    "state.checkpoints.dir", "file:///state/c",
                    "state.savepoints.dir", "file:///state/s"));
            spec.getJob().setUpgradeMode(UpgradeMode.SAVEPOINT);
          });
    }
  }

  @Nested
  class OfASessionJob {

    private final SessionJobScene scene = new SessionJobScene();

    @Test
    void it_is_submitted_from_the_path_once_the_snapshot_is_complete() {
      scene.job(NamedSnapshotTest::name).clusterUp();

      assertThat(submits(scene.pass())).isNull();
      assertThat(scene.reason()).isEqualTo("WaitingForSnapshot");
      assertThat(scene.status().getLifecycleState()).isEqualTo("CREATED");

      assertThat(submits(scene.snapshot(COMPLETED).pass()).savepointPath()).isEqualTo(PATH);
      assertThat(scene.status().getRestorePoint().getPath()).isEqualTo(PATH);
    }

    @Test
    void one_that_failed_is_stalled() {
      scene.job(NamedSnapshotTest::name).clusterUp();

      scene.snapshot(snapshot("FAILED", null, "Disk quota exceeded")).pass();

      assertThat(scene.condition("Stalled").getReason()).isEqualTo("SnapshotFailed");
      assertThat(scene.status().getError()).contains("Disk quota exceeded");
    }

    @Test
    void a_snapshot_deleted_after_the_submission_was_written_down_changes_nothing() {
      scene.job(NamedSnapshotTest::name).clusterUp().snapshot(COMPLETED).pass();

      assertThat(submits(scene.snapshot(null).pass()).savepointPath()).isEqualTo(PATH);
    }

    @Test
    void a_redeployment_stops_the_job_only_when_the_snapshot_is_complete() {
      scene.mode(UpgradeMode.SAVEPOINT).running();
      String first = scene.jobId();
      scene.job(NamedSnapshotTest::redeploy);

      assertThat(asks(scene.pass())).isNull();
      assertThat(scene.reason()).isEqualTo("WaitingForSnapshot");
      assertThat(scene.jobId()).isEqualTo(first);

      scene.snapshot(COMPLETED);
      assertThat(asks(scene.pass()).operation().kind()).isEqualTo(OperationKind.Cancel);
      scene.lists(first, "CANCELED");
      assertThat(submits(scene.settle()).savepointPath()).isEqualTo(PATH);
    }
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }
}
