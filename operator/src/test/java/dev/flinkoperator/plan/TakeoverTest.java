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
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private void deployedByApache(String form, String state, String upgradeSavepoint) {
    scene.edit(SavepointUpgradeTest::bySavepoint);
    String spec =
        Scene.json(scene.resource().getSpec())
            .replace("\"state\":\"running\"", "\"state\":\"" + state + "\"");
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
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
