package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SessionJobScene.asks;
import static dev.flinkoperator.plan.SessionJobScene.submits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import dev.flinkoperator.observe.view.OperationKind;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.SubmissionView;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What is done for a session job, and what its status says meanwhile. */
@NullUnmarked
class SessionJobPlannerTest {

  private final SessionJobScene scene = new SessionJobScene();

  @Test
  void a_job_waits_for_its_cluster_and_is_submitted_when_it_is_up() {
    SessionJobPlan waits = scene.pass();

    assertThat(submits(waits)).isNull();
    assertThat(scene.status().getLifecycleState()).isEqualTo("CREATED");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("RECONCILING");
    assertThat(scene.reason()).isEqualTo("WaitingForCluster");
    assertThat(scene.status().getSubmission()).isNull();

    Step.SubmitJob submitted = submits(scene.clusterUp().pass());

    assertThat(submitted.submission().jobId()).matches("[0-9a-f]{32}").isEqualTo(scene.jobId());
    assertThat(scene.status().getSubmission().getJobId()).isEqualTo(scene.jobId());
    assertThat(scene.status().getCluster().getUid()).isEqualTo("cluster-1");
    assertThat(submitted.address()).hasToString("http://session-rest.streams:8081");
    assertThat(submitted.savepointPath()).isNull();
    assertThat(submitted.flinkVersion()).isEqualTo("v1_20");
  }

  @Test
  void the_id_is_written_before_the_job_is_sent() {
    SessionJobPlan plan = scene.clusterUp().pass();

    assertThat(plan.plan().steps().get(0)).isInstanceOf(Step.SaveIntent.class);
    assertThat(plan.plan().steps().get(1)).isInstanceOf(Step.SubmitJob.class);
  }

  @Test
  void a_job_that_runs_is_ready_and_at_rest_nothing_changes() {
    scene.running();

    assertThat(scene.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("RUNNING");
    assertThat(scene.status().getSubmission()).isNull();
    assertThat(scene.reason()).isEqualTo("JobRunning");
    var before = scene.status();
    scene.later(Duration.ofHours(1)).pass();
    assertThat(scene.status()).isSameAs(before);
  }

  @Test
  void a_lost_answer_is_followed_by_the_same_id_after_a_pause() {
    scene.clusterUp().pass();
    String id = scene.jobId();
    scene.submissionIs(SubmissionView.State.UNANSWERED, "no answer").pass();

    assertThat(scene.reason()).isEqualTo("SubmissionFailed");
    assertThat(scene.status().getSubmission().getAttempt()).isEqualTo(2);
    assertThat(scene.status().getError()).isNull();
    assertThat(submits(scene.pass())).isNull();
    Step.SubmitJob again = submits(scene.later(Duration.ofSeconds(11)).pass());
    assertThat(again.submission().jobId()).isEqualTo(id);
    assertThat(again.submission().attempt()).isEqualTo(2);
  }

  @Test
  void a_submission_of_a_former_process_is_sent_again_under_its_id() {
    scene.clusterUp().pass();

    assertThat(submits(scene.pass()).submission().jobId()).isEqualTo(scene.jobId());
  }

  @Test
  void nothing_is_sent_while_a_submission_is_on_its_way_whatever_is_edited() {
    scene.clusterUp().pass();
    scene.submissionIs(SubmissionView.State.IN_FLIGHT, null);

    assertThat(submits(scene.pass())).isNull();
    assertThat(submits(scene.edited().pass())).isNull();
  }

  @Test
  void an_edit_after_a_refused_submission_takes_its_place_under_the_same_id() {
    scene.clusterUp().pass();
    String id = scene.jobId();
    scene.submissionIs(SubmissionView.State.REFUSED, "main() threw").pass();

    Step.SubmitJob next = submits(scene.edited().pass());

    assertThat(next.submission().jobId()).isEqualTo(id);
    assertThat(next.parallelism()).isEqualTo(3);
  }

  @Test
  void a_jar_that_is_wrong_is_told_until_an_edit() {
    scene.clusterUp().pass();
    scene.submissionIs(SubmissionView.State.WRONG, "scheme ftp is not allowed").pass();

    assertThat(scene.condition("Stalled").getMessage()).contains("scheme ftp");
    assertThat(scene.status().getLifecycleState()).isEqualTo("FAILED");
    assertThat(submits(scene.edited().pass())).isNotNull();
  }

  @Test
  void a_stateless_upgrade_cancels_and_starts_another_job_from_empty() {
    scene.running();
    String first = scene.jobId();
    assertThat(asks(scene.edited().pass()).operation().kind()).isEqualTo(OperationKind.Cancel);
    scene.lists(first, "CANCELED");

    Step.SubmitJob next = submits(scene.settle());

    assertThat(next.submission().jobId()).isNotEqualTo(first).isEqualTo(scene.jobId());
    assertThat(next.formerJobId()).isEqualTo(first);
    assertThat(next.savepointPath()).isNull();
    assertThat(next.parallelism()).isEqualTo(3);
  }

  @Test
  void an_upgrade_by_savepoint_starts_from_it() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String first = scene.jobId();

    Step.StartOperation stop = asks(scene.edited().pass());

    assertThat(stop.operation().kind()).isEqualTo(OperationKind.StopWithSavepoint);
    assertThat(stop.directory()).isEqualTo("file:/state/savepoints");
    assertThat(scene.reason()).isEqualTo("TakingSavepoint");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("RECONCILING");
    scene.lists(first, "FINISHED").completes("file:/state/savepoints/savepoint-1");
    Step.SubmitJob next = submits(scene.settle());
    assertThat(next.savepointPath()).isEqualTo("file:/state/savepoints/savepoint-1");
    assertThat(scene.status().getRestorePoint().getPath())
        .isEqualTo("file:/state/savepoints/savepoint-1");
  }

  @Test
  void the_point_is_written_before_the_next_job_is_sent() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String first = scene.jobId();
    scene.edited().pass();
    scene.lists(first, "FINISHED").completes("file:/state/savepoints/savepoint-1");

    assertThat(submits(scene.pass())).isNull();
    assertThat(scene.status().getRestorePoint().getEnded()).isTrue();
    assertThat(submits(scene.pass())).isNotNull();
  }

  @Test
  void an_upgrade_by_last_state_cancels_and_starts_from_the_last_checkpoint() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    String first = scene.jobId();
    scene.checkpoint(4, false);
    assertThat(asks(scene.edited().pass()).operation().kind()).isEqualTo(OperationKind.Cancel);
    scene.lists(first, "CANCELED");
    assertThat(submits(scene.settle())).isNull();
    assertThat(scene.reason()).isEqualTo("ReadingLastCheckpoint");
    String last = scene.checkpoint(5, true);

    assertThat(submits(scene.settle()).savepointPath()).isEqualTo(last);
  }

  @Test
  void a_suspended_job_keeps_its_state_and_goes_on_from_it() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String first = scene.jobId();
    scene.job(job -> job.setState(Job.State.SUSPENDED)).pass();
    scene.lists(first, "FINISHED").completes("file:/state/savepoints/savepoint-1").settle();

    assertThat(scene.status().getLifecycleState()).isEqualTo("SUSPENDED");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("FINISHED");
    assertThat(scene.reason()).isEqualTo("Suspended");
    var before = scene.status();
    scene.later(Duration.ofHours(1)).pass();
    assertThat(scene.status()).isSameAs(before);
    Step.SubmitJob next = submits(scene.job(job -> job.setState(Job.State.RUNNING)).settle());
    assertThat(next.savepointPath()).isEqualTo("file:/state/savepoints/savepoint-1");
  }

  @Test
  void a_job_suspended_at_creation_rests_and_starts_when_asked() {
    scene.clusterUp().job(job -> job.setState(Job.State.SUSPENDED)).pass();

    assertThat(scene.status().getLifecycleState()).isEqualTo("SUSPENDED");
    assertThat(scene.reason()).isEqualTo("Suspended");
    assertThat(submits(scene.job(job -> job.setState(Job.State.RUNNING)).settle())).isNotNull();
  }

  @Test
  void a_job_that_its_cluster_lost_is_brought_back_from_the_newest_checkpoint_known() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    String known = scene.checkpoint(7, false);
    scene.later(Duration.ofMinutes(1)).clusterSays("DEPLOYING", "JobManagerStarting").silent();
    scene.pass();
    assertThat(scene.reason()).isEqualTo("WaitingForCluster");
    assertThat(scene.status().getRestorePoint().getPath()).isEqualTo(known);
    scene.clusterUp().forgetsJobs();

    Step.SubmitJob next = submits(scene.settle());

    assertThat(next.savepointPath()).isEqualTo(known);
  }

  @Test
  void a_job_lost_before_a_pass_could_write_that_it_runs_goes_on_from_its_checkpoint() {
    scene.mode(UpgradeMode.SAVEPOINT).clusterUp().pass();
    scene.submissionIs(SubmissionView.State.ACCEPTED, null);
    String id = scene.jobId();
    String checkpoint = scene.checkpoint(7, false);

    Step.SubmitJob next = submits(scene.later(Duration.ofMinutes(3)).pass());

    assertThat(next.savepointPath()).isEqualTo(checkpoint);
    assertThat(next.submission().jobId()).isNotEqualTo(id);
  }

  @Test
  void a_stateful_job_of_which_nothing_is_known_is_never_started_from_empty() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    scene.forgetsJobs();

    assertThat(submits(scene.settle())).isNull();
    assertThat(scene.condition("Stalled").getReason()).isEqualTo("RestorePointUnknown");
    assertThat(scene.status().getError()).contains("initialSavepointPath");
  }

  @Test
  void a_cluster_made_anew_under_the_same_name_gets_the_job_from_its_newest_state() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String known = scene.checkpoint(3, false);
    scene.clusterGone().pass();
    assertThat(scene.status().getRestorePoint().getPath()).isEqualTo(known);
    scene.settle();
    assertThat(scene.reason()).isEqualTo("WaitingForCluster");
    scene.clusterUp("cluster-2").forgetsJobs();

    Step.SubmitJob next = submits(scene.settle());

    assertThat(next.savepointPath()).isEqualTo(known);
    assertThat(scene.status().getCluster().getUid()).isEqualTo("cluster-2");
  }

  @Test
  void a_job_that_high_availability_brought_back_goes_on() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    scene.checkpoint(3, false);
    scene.silent().later(Duration.ofMinutes(3)).pass();
    scene.clusterUp().lists(scene.jobId(), "RUNNING");
    String id = scene.jobId();

    assertThat(submits(scene.settle())).isNull();
    assertThat(scene.reason()).isEqualTo("JobRunning");
    assertThat(scene.jobId()).isEqualTo(id);
  }

  @Test
  void a_failed_job_is_told_and_started_again_by_a_new_nonce() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    String last = scene.checkpoint(3, true);
    scene.fails(scene.jobId(), "Boom").settle();

    assertThat(scene.condition("Stalled").getReason()).isEqualTo("JobFailed");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("FAILED");
    scene.resource().getSpec().setRestartNonce(2L);
    Step.SubmitJob next = submits(scene.job(job -> {}).settle());
    assertThat(next.savepointPath()).isEqualTo(last);
  }

  @Test
  void a_failed_job_is_started_again_by_itself_where_its_owner_wants_that() {
    scene
        .resource()
        .getSpec()
        .setFlinkConfiguration(java.util.Map.of("kubernetes.operator.job.restart.failed", "true"));
    scene.mode(UpgradeMode.LASTSTATE).running();
    String last = scene.checkpoint(3, true);
    scene.fails(scene.jobId(), "Boom");

    assertThat(submits(scene.settle()).savepointPath()).isEqualTo(last);
    assertThat(scene.status().getFailedRestarts().getCount()).isEqualTo(1);
  }

  @Test
  void a_finished_job_stays_finished_when_its_cluster_goes() {
    scene.mode(UpgradeMode.LASTSTATE).running();
    scene.checkpoint(3, true);
    scene.lists(scene.jobId(), "FINISHED").settle();
    assertThat(scene.reason()).isEqualTo("Finished");

    scene.clusterGone().settle();
    assertThat(scene.reason()).isEqualTo("Finished");
    assertThat(submits(scene.clusterUp("cluster-2").settle())).isNull();
    assertThat(scene.reason()).isEqualTo("Finished");
  }

  @Test
  void a_job_stops_itself_when_its_cluster_waits_for_it_and_comes_back_after() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String first = scene.jobId();
    scene.clusterSays("READY", "WaitingForSessionJobs");
    assertThat(asks(scene.pass()).operation().kind()).isEqualTo(OperationKind.StopWithSavepoint);
    scene.lists(first, "FINISHED").completes("file:/state/savepoints/savepoint-9");
    assertThat(submits(scene.settle())).isNull();
    assertThat(scene.reason()).isEqualTo("WaitingForCluster");
    scene.clusterSays("DEPLOYING", "Deploying").silent().settle();
    scene.clusterUp().forgetsJobs();

    assertThat(submits(scene.settle()).savepointPath())
        .isEqualTo("file:/state/savepoints/savepoint-9");
  }

  @Test
  void a_nonce_takes_a_savepoint_of_the_running_job_once() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    Step.StartOperation savepoint = asks(scene.job(job -> job.setSavepointTriggerNonce(5L)).pass());

    assertThat(savepoint.operation().kind()).isEqualTo(OperationKind.Savepoint);
    assertThat(scene.reason()).isEqualTo("JobRunning");
    scene.completes("file:/state/savepoints/savepoint-5").settle();
    assertThat(scene.status().getConsumedNonces().getSavepoint()).isEqualTo(5);
    assertThat(scene.status().getOperation()).isNull();
    assertThat(asks(scene.pass())).isNull();
  }

  @Test
  void a_redeployment_leaves_the_present_state_behind() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    String first = scene.jobId();
    scene.job(
        job -> {
          job.setInitialSavepointPath("file:/state/old");
          job.setSavepointRedeployNonce(1L);
        });
    assertThat(asks(scene.pass()).operation().kind()).isEqualTo(OperationKind.Cancel);
    scene.lists(first, "CANCELED");

    assertThat(submits(scene.settle()).savepointPath()).isEqualTo("file:/state/old");
  }

  @Test
  void another_cluster_by_an_edit_is_refused_and_the_job_left_alone() {
    scene.running();
    scene.resource().getSpec().setDeploymentName("other");
    SessionJobPlan plan = scene.job(job -> {}).pass();

    assertThat(plan.plan().steps()).allMatch(Step.SaveIntent.class::isInstance);
    assertThat(scene.condition("Stalled").getReason()).isEqualTo("InvalidSpec");
    assertThat(scene.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("RUNNING");
    scene.resource().getSpec().setDeploymentName("session");
    scene.job(job -> {}).pass();
    assertThat(scene.reason()).isEqualTo("JobRunning");
  }

  @Test
  void an_application_takes_no_session_jobs() {
    assertThat(submits(scene.clusterIsApplication().pass())).isNull();
    assertThat(scene.condition("Stalled").getMessage()).contains("is an application");
    assertThat(scene.status().getJobStatus().getState()).isEqualTo("FAILED");
    assertThat(submits(scene.clusterUp().settle())).isNotNull();
  }

  @Test
  void a_deletion_cancels_the_job_and_ends_when_it_has_ended() {
    scene.running();
    SessionJobPlan cancels = scene.deleted().pass();
    assertThat(asks(cancels).operation().kind()).isEqualTo(OperationKind.Cancel);
    assertThat(SessionJobPlan.finishesDeletion(cancels)).isFalse();
    scene.lists(scene.jobId(), "CANCELED");

    assertThat(SessionJobPlan.finishesDeletion(scene.pass())).isTrue();
  }

  @Test
  void a_deletion_ends_at_once_where_nothing_was_submitted_or_the_cluster_is_gone() {
    assertThat(SessionJobPlan.finishesDeletion(new SessionJobScene().deleted().pass())).isTrue();
    assertThat(SessionJobPlan.finishesDeletion(scene.running().clusterGone().deleted().pass()))
        .isTrue();
  }

  @Test
  void a_deletion_waits_for_a_silent_cluster_only_so_long() {
    scene.running().silent().deleted();
    assertThat(SessionJobPlan.finishesDeletion(scene.pass())).isFalse();

    SessionJobPlan plan = scene.later(Duration.ofMinutes(6)).pass();

    assertThat(SessionJobPlan.finishesDeletion(plan)).isTrue();
    assertThat(plan.plan().notices()).hasSize(1);
  }

  @Test
  void a_deletion_waits_for_what_may_still_begin() {
    scene.clusterUp().pass();
    scene.submissionIs(SubmissionView.State.UNANSWERED, "no answer").deleted();
    assertThat(SessionJobPlan.finishesDeletion(scene.pass())).isFalse();
    assertThat(SessionJobPlan.finishesDeletion(scene.later(Duration.ofMinutes(6)).pass()))
        .isFalse();

    assertThat(SessionJobPlan.finishesDeletion(scene.later(Duration.ofMinutes(1)).pass())).isTrue();
  }

  @Test
  void a_deletion_takes_a_savepoint_where_its_owner_wants_one() {
    scene
        .resource()
        .getSpec()
        .setFlinkConfiguration(
            java.util.Map.of("kubernetes.operator.job.savepoint-on-deletion", "true"));
    scene.mode(UpgradeMode.SAVEPOINT).running();
    assertThat(asks(scene.deleted().pass()).operation().kind())
        .isEqualTo(OperationKind.StopWithSavepoint);
    scene.lists(scene.jobId(), "FINISHED").completes("file:/state/savepoints/last");

    assertThat(SessionJobPlan.finishesDeletion(scene.pass())).isTrue();
  }

  @Test
  void a_failed_savepoint_is_tried_again_and_the_job_goes_on() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    scene.edited().pass();
    String trigger = Objects.requireNonNull(scene.status().getOperation()).getTriggerId();
    scene.operationIs(new OperationView.Failed(trigger, "disk full")).pass();

    assertThat(scene.reason()).isEqualTo("SavepointFailed");
    assertThat(scene.status().getOperation().getAttempt()).isEqualTo(2);
    assertThat(scene.status().getRestorePoint()).isNull();
  }

  @Test
  void an_edit_taken_back_while_another_savepoint_is_put_off_is_done_with_at_once() {
    scene.mode(UpgradeMode.SAVEPOINT).running();
    Integer before = scene.resource().getSpec().getJob().getParallelism();
    scene.edited().pass();
    String trigger = Objects.requireNonNull(scene.status().getOperation()).getTriggerId();
    scene.operationIs(new OperationView.Failed(trigger, "disk full")).pass();
    String second = Objects.requireNonNull(scene.status().getOperation()).getTriggerId();

    scene.operationIs(new OperationView.NotKnown(second));
    scene.job(job -> job.setParallelism(before)).pass();

    assertThat(scene.reason()).isEqualTo("JobRunning");
    assertThat(scene.status().getOperation()).isNull();
  }
}
