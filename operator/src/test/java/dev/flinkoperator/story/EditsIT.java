package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EditsIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void nothing_new_is_made_until_the_last_old_pod_is_gone() {
    Subject subject = STAGE.subject("upgrade").createdAndRunning();
    Ground ground = subject.ground();
    String jobId = subject.jobId();
    String uid = ground.jobManager().get().getMetadata().getUid();
    ground.taskManagerRuns("upgrade-taskmanager-1-1");

    subject.edit("spec: {job: {parallelism: 4}}");
    subject.awaitReconciling("WaitingForOldCluster");
    ground.awaitPodEnding("upgrade-taskmanager-1-1");
    ground.restIsGone();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> ground.jobManager().get().getMetadata().getUid().equals(uid));
    assertThat(subject.status().getLifecycleState()).isEqualTo("UPGRADING");
    ground.podEnds("upgrade-taskmanager-1-1");

    ground.awaitOtherJobManager(uid);
    subject.comesUp();
    assertThat(subject.jobId()).isNotEqualTo(jobId);
    assertThat(new Children(subject).configuration()).contains(subject.jobId());
    assertThat(subject.revisions()).hasSize(2);
    assertThat(subject.status().getTaskManager().getReplicas()).isEqualTo(2);
  }

  @Test
  void pods_orphaned_by_somebody_are_waited_for_too() {
    Subject subject = STAGE.subject("orphans").createdAndRunning();
    Ground ground = subject.ground();
    ground.taskManagerRuns("orphans-taskmanager-1-1");
    ground
        .pod("orphans-taskmanager-1-1")
        .edit(p -> p.edit().editMetadata().withOwnerReferences().endMetadata().build());

    subject.edit("spec: {restartNonce: 1}");
    ground.awaitNoJobManager();
    ground.restIsGone();
    subject.awaitReconciling("WaitingForOldCluster");
    await().during(Duration.ofSeconds(1)).atMost(Subject.SOON).until(() -> !ground.hasJobManager());
    ground.podEnds("orphans-taskmanager-1-1");

    subject.comesUp();
  }

  @Test
  void a_bad_edit_is_told_and_harms_nothing_and_its_revert_restarts_nothing() {
    Subject subject = STAGE.subject("bad-edit").createdAndRunning();
    Map<String, String> before = new Children(subject).versions();

    subject.edit("spec: {flinkConfiguration: {kubernetes.cluster-id: mine}}");
    assertThat(subject.awaitStalled("InvalidSpec").getMessage()).contains("kubernetes.cluster-id");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("READY");
    assertThat(subject.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(subject.status().getReconciliationStatus().getState()).isNull();
    assertThat(subject.status().getReconciliationStatus().getSuccess()).isFalse();
    assertThat(subject.status().getReconciliationStatus().getError()).contains("cluster-id");
    subject.edit("spec: {flinkConfiguration: {kubernetes.cluster-id: null}}");
    subject.awaitReady("JobRunning");

    Map<String, String> after = new Children(subject).versions();
    before.remove("FlinkDeployment bad-edit");
    after.remove("FlinkDeployment bad-edit");
    assertThat(after).isEqualTo(before);
    assertThat(subject.status().getError()).isNull();
  }

  @Test
  void a_first_spec_that_cannot_be_followed_is_told_and_makes_nothing() {
    Subject subject =
        STAGE.subject("bad-first").create("spec: {jobManager: {resource: {memory: 64m}}}");

    subject.awaitStalled("InvalidSpec");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("ERROR");
    assertThat(subject.status().getLifecycleState()).isEqualTo("FAILED");
    assertThat(subject.revisions()).isEmpty();
    assertThat(new Children(subject).all()).isEmpty();

    subject.edit("spec: {jobManager: {resource: {memory: 2048m}}}");
    subject.comesUp();
  }

  @Test
  void edits_of_the_ingress_restart_nothing() {
    Subject subject =
        STAGE.subject("ingress").createdAndRunning("spec: {ingress: {template: '{{name}}.a.com'}}");
    ObjectMeta before = subject.ground().jobManager().get().getMetadata();
    Children children = new Children(subject);

    subject.edit("spec: {ingress: {template: '{{name}}.b.com', labels: {tier: web}}}");
    await()
        .atMost(Subject.SOON)
        .until(
            () -> children.ingress().get().getSpec().getRules().get(0).getHost(),
            "ingress.b.com"::equals);
    assertThat(children.ingress().get().getMetadata().getLabels()).containsEntry("tier", "web");
    subject.awaitReady("JobRunning");
    subject.edit("spec: {ingress: null}");
    await().atMost(Subject.SOON).until(() -> children.ingress().get() == null);
    subject.awaitReady("JobRunning");

    ObjectMeta after = subject.ground().jobManager().get().getMetadata();
    assertThat(after.getUid()).isEqualTo(before.getUid());
    assertThat(after.getGeneration()).isEqualTo(before.getGeneration());
  }

  @Test
  void a_stateful_job_is_left_alone_until_its_savepoint_is_complete() {
    Subject subject =
        STAGE
            .subject("stateful")
            .createdAndRunning(
                """
                spec:
                  job: {upgradeMode: savepoint}
                  flinkConfiguration:
                    state.checkpoints.dir: s3://bucket/checkpoints
                    state.savepoints.dir: s3://bucket/savepoints
                """);
    String uid = subject.ground().jobManager().get().getMetadata().getUid();
    subject.ground().job().feels(FlinkJob.Mood.TAKES_ITS_TIME);

    subject.edit("spec: {job: {parallelism: 4}}");

    subject.awaitReconciling("TakingSavepoint");
    assertThat(subject.ground().awaitJobManager().getMetadata().getUid()).isEqualTo(uid);
  }
}
