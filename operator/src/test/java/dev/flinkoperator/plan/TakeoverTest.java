package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SavepointUpgradeTest.names;
import static dev.flinkoperator.plan.SavepointUpgradeTest.operation;
import static dev.flinkoperator.plan.SavepointUpgradeTest.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.ReconciliationStatus;
import dev.flinkoperator.observe.view.OperationKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource that the Apache operator deployed goes on under this one, its job untouched. */
@NullUnmarked
class TakeoverTest {

  private static final String JOB = "a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3";

  private final Scene scene = new Scene();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\":%s,\"resource_metadata\":{\"apiVersion\":\"flink.apache.org/v1beta1\",\"firstDeployment\":false}}",
        "{\"spec\":%s,\"resource_metadata\":{\"apiVersion\":\"flink.apache.org/v1beta1\",\"metadata\":{\"generation\":2},\"firstDeployment\":true}}",
      })
  void a_running_job_is_recorded_and_followed_and_not_touched(String form) {
    deployedByApache(form, "running", null);
    scene.apacheJobManager();

    Plan taken = scene.pass();
    assertThat(names(taken)).containsExactly("RecordRevision", "SaveIntent");
    assertThat(taken.inForce().jobId()).isEqualTo(JOB);

    Plan plan = scene.job("RUNNING").pass();
    assertThat(reason(plan)).isEqualTo(Reason.JobRunning);
    assertThat(plan.apply()).isNull();
    assertThat(names(plan)).containsExactly("SaveIntent");
  }

  @Test
  void a_bare_spec_of_the_oldest_form_is_understood() {
    deployedByApache("%s", "running", null);
    scene.apacheJobManager().pass();

    assertThat(reason(scene.job("RUNNING").pass())).isEqualTo(Reason.JobRunning);
  }

  @Test
  void the_next_edit_carries_its_state_over() {
    deployedByApache("{\"spec\":%s}", "running", null);
    scene.apacheJobManager().pass();
    scene.job("RUNNING").pass();

    Plan plan = scene.edit(spec -> spec.setImage("flink:next")).pass();

    assertThat(operation(plan).kind()).isEqualTo(OperationKind.StopWithSavepoint);
    assertThat(operation(plan).jobId()).isEqualTo(JOB);
  }

  @Test
  void deleted_before_it_was_taken_over_it_leaves_no_metadata_behind() {
    deployedByApache("{\"spec\":%s}", "running", null);
    scene.apacheJobManager().deleted().pass();

    assertThat(scene.clusterGone().pass().steps())
        .contains(Step.DeleteHighAvailabilityMetadata.all());
  }

  @Test
  void deleted_before_it_was_taken_over_its_job_is_stopped_with_the_savepoint_it_asks_for() {
    deployedByApache("{\"spec\":%s}", "running", null);
    scene.edit(
        spec -> {
          Map<String, Object> options = new HashMap<>(spec.getFlinkConfiguration());
          options.put("kubernetes.operator.job.savepoint-on-deletion", "true");
          spec.setFlinkConfiguration(options);
        });
    scene.apacheJobManager().deleted().pass();

    Plan plan = scene.job("RUNNING").pass();

    assertThat(operation(plan).kind()).isEqualTo(OperationKind.StopWithSavepoint);
    assertThat(operation(plan).jobId()).isEqualTo(JOB);
  }

  @Test
  void the_first_status_says_whether_the_resource_is_ready() {
    deployedByApache("{\"spec\":%s}", "running", null);
    scene.apacheJobManager().pass();

    assertThat(scene.resource().getStatus().getConditions())
        .filteredOn(condition -> condition.getType().equals("Ready"))
        .singleElement()
        .satisfies(ready -> assertThat(ready.getStatus()).isEqualTo("False"));
  }

  @Test
  void a_job_suspended_with_a_savepoint_resumes_from_it() {
    deployedByApache("{\"spec\":%s}", "suspended", "s3://bucket/savepoint-1");
    scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    Plan plan = scene.pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("s3://bucket/savepoint-1");
    assertThat(plan.apply()).isNotNull();
  }

  @Test
  void a_job_suspended_with_its_metadata_kept_stays_suspended() {
    deployedByApache("{\"spec\":%s}", "suspended", "KUBERNETES_OPERATOR_LAST_STATE");
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();

    Plan plan = scene.pass();

    assertThat(reason(plan)).isEqualTo(Reason.Suspended);
    assertThat(plan.steps()).doesNotContain(Step.DeleteHighAvailabilityMetadata.all());
  }

  /** That operator leaves upgradeSavepointPath alone when it ends a job with its metadata kept. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "s3://bucket/savepoint-of-last-month")
  void a_job_suspended_by_last_state_resumes_from_its_metadata(String path) {
    suspendedByApache("last-state", path);
    scene.pass();
    scene.metadata(true).pass();

    Plan plan = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("KUBERNETES_OPERATOR_LAST_STATE");
    assertThat(plan.inForce().jobId()).isEqualTo(JOB);
    assertThat(plan.steps())
        .contains(
            new Step.ConfirmHighAvailability(JOB, true),
            new Step.DeleteHighAvailabilityMetadata(JOB));
  }

  @Test
  void it_never_resumes_from_empty_when_its_metadata_are_gone() {
    suspendedByApache("last-state", null);
    scene.pass();
    scene.pass();

    Plan plan = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(reason(plan)).isEqualTo(Reason.RestorePointUnknown);
    assertThat(plan.apply()).isNull();
  }

  @Test
  void a_job_suspended_when_its_state_did_not_matter_resumes_from_empty() {
    suspendedByApache("stateless", "s3://bucket/savepoint-of-last-month");
    scene.pass();
    scene.pass();

    Plan plan = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isNull();
  }

  @Test
  void a_suspended_job_whose_savepoint_is_not_written_down_needs_an_edit() {
    suspendedByApache("savepoint", null);
    scene.pass();
    scene.editJob(job -> job.setState(Job.State.RUNNING));

    assertThat(reason(scene.pass())).isEqualTo(Reason.RestorePointUnknown);
    assertThat(scene.pass().apply()).as("nor later").isNull();
  }

  @Test
  void the_redeploy_nonce_is_one_way_out_of_that() {
    a_suspended_job_whose_savepoint_is_not_written_down_needs_an_edit();

    Plan plan = redeployed().pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isEqualTo("s3://bucket/trusted");
  }

  @Test
  void stateless_is_the_other_and_means_empty_whatever_the_first_start_was_from() {
    a_suspended_job_whose_savepoint_is_not_written_down_needs_an_edit();

    Plan plan =
        scene
            .editJob(
                job -> {
                  job.setUpgradeMode(Job.UpgradeMode.STATELESS);
                  job.setInitialSavepointPath("s3://bucket/first");
                })
            .pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stateless", "savepoint", "last-state"})
  void a_job_ended_for_an_upgrade_that_was_not_finished_is_started(String mode) {
    endedByApache(mode, "savepoint".equals(mode) ? "s3://bucket/savepoint-1" : null, "UPGRADING");
    if (mode.equals("stateless")) {
      scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS));
    }
    scene.pass();

    Plan plan = scene.metadata(mode.equals("last-state")).pass();

    assertThat(plan.apply()).isNotNull();
    assertThat(plan.inForce().restoredFrom())
        .isEqualTo(
            switch (mode) {
              case "savepoint" -> "s3://bucket/savepoint-1";
              case "last-state" -> "KUBERNETES_OPERATOR_LAST_STATE";
              default -> null;
            });
  }

  @Test
  void a_job_that_fails_before_its_first_checkpoint_goes_on_from_where_it_was_started() {
    deployedByApache(
        "{\"spec\":%s}", "running", "s3://bucket/savepoint-1", "savepoint", "STABLE", false);
    scene.apacheJobManager().pass();
    scene.job("FAILED").neverCompletedOne().pass();
    scene.edit(spec -> spec.setImage("flink:next")).pass();

    Plan plan = scene.clusterGone().pass();

    assertThat(plan.inForce().restoredFrom()).isEqualTo("s3://bucket/savepoint-1");
  }

  private Scene redeployed() {
    return scene.editJob(
        job -> {
          job.setInitialSavepointPath("s3://bucket/trusted");
          job.setSavepointRedeployNonce(7L);
        });
  }

  private void suspendedByApache(String mode, String path) {
    endedByApache(mode, path, "SUSPENDED");
    scene.editJob(job -> job.setState(Job.State.SUSPENDED));
  }

  private void endedByApache(String mode, String path, String lifecycle) {
    deployedByApache(
        "{\"spec\":%s}", "suspended", path, mode, lifecycle, mode.equals("last-state"));
  }

  private void deployedByApache(String form, String state, String upgradeSavepoint) {
    deployedByApache(form, state, upgradeSavepoint, "savepoint", null, false);
  }

  private void deployedByApache(
      String form,
      String state,
      String upgradeSavepoint,
      String mode,
      String lifecycle,
      boolean highlyAvailable) {
    if (highlyAvailable) {
      scene.edit(spec -> LastStateUpgradeTest.lastState(spec, true));
    } else {
      scene.edit(SavepointUpgradeTest::bySavepoint);
    }
    String spec =
        Scene.json(scene.resource().getSpec())
            .replace("\"state\":\"running\"", "\"state\":\"" + state + "\"")
            .replaceAll("\"upgradeMode\":\"[a-z-]*\"", "\"upgradeMode\":\"" + mode + "\"");
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
    status.setLifecycleState(lifecycle);
    ReconciliationStatus part = new ReconciliationStatus();
    part.setLastReconciledSpec(
        form.equals("%s")
            ? "{\"apiVersion\":\"flink.apache.org/v1beta1\"," + spec.substring(1)
            : form.formatted(spec));
    part.setState("DEPLOYED");
    status.setReconciliationStatus(part);
    JobStatus job = new JobStatus();
    job.setJobId(JOB);
    job.setState(state.equals("running") ? "RUNNING" : "FINISHED");
    job.setStartTime("1767225600000");
    job.setUpgradeSavepointPath(upgradeSavepoint);
    status.setJobStatus(job);
    scene.resource().setStatus(status);
  }
}
