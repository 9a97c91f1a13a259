package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuspensionIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_resource_created_suspended_is_ready_and_makes_nothing_until_it_is_resumed() {
    Subject subject = STAGE.subject("asleep").create("spec: {job: {state: suspended}}");

    subject.awaitReady("Suspended");
    assertThat(subject.status().getLifecycleState()).isEqualTo("SUSPENDED");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("MISSING");
    assertThat(subject.status().getReconciliationStatus().getState()).isEqualTo("DEPLOYED");
    assertThat(subject.status().getReconciliationStatus().getSuccess()).isTrue();
    assertThat(new Children(subject).all()).isEmpty();

    subject.edit("spec: {job: {state: running}}");
    subject.comesUp();
  }

  @Test
  void a_suspended_job_ends_and_its_resumption_is_a_new_job() {
    Subject subject = STAGE.subject("nap").createdAndRunning();
    String jobId = subject.jobId();
    subject.ground().taskManagerRuns("nap-taskmanager-1-1");

    subject.edit("spec: {job: {state: suspended}}");
    subject.awaitReconciling("Suspending");
    subject.ground().awaitPodEnding("nap-taskmanager-1-1");
    subject.ground().restIsGone();
    subject.ground().podEnds("nap-taskmanager-1-1");

    subject.awaitReady("Suspended");
    assertThat(subject.ground().hasJobManager()).isFalse();
    assertThat(subject.status().getLifecycleState()).isEqualTo("SUSPENDED");
    assertThat(subject.status().getJobStatus().getState()).isEqualTo("FINISHED");
    assertThat(subject.status().getTaskManager().getReplicas()).isZero();
    assertThat(subject.condition("Running"))
        .satisfies(c -> assertThat(c).extracting("status").isEqualTo("False"));

    subject.edit("spec: {job: {state: running}}");
    subject.comesUp();
    assertThat(subject.jobId()).isNotEqualTo(jobId);
  }

  @Test
  void an_edit_made_while_suspended_is_what_is_resumed() {
    Subject subject = STAGE.subject("edited").create("spec: {job: {state: suspended}}");
    subject.awaitReady("Suspended");

    subject.edit("spec: {flinkConfiguration: {web.timeout: 12345}}");
    subject.awaitReady("Suspended");
    subject.edit("spec: {job: {state: running}}");
    subject.comesUp();

    assertThat(new Children(subject).configuration()).contains("12345");
  }
}
