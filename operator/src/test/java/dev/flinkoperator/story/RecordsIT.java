package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is recorded is lost, half written, or was written by somebody else. */
class RecordsIT {

  private static final String BY_APACHE_OPERATOR =
      """
      observedGeneration: 1
      lifecycleState: STABLE
      error: ""
      clusterInfo: {flink-version: 1.16.1, total-cpu: "3.0"}
      jobManagerDeploymentStatus: MISSING
      jobStatus:
        jobName: orders
        jobId: "0123456789abcdef0123456789abcdef"
        state: RECONCILING
        startTime: "1671000000000"
        updateTime: "1671000100000"
        savepointInfo:
          lastPeriodicSavepointTimestamp: 1671000050000
          triggerType: PERIODIC
          savepointHistory:
          - {timeStamp: 1671000040000, location: "s3://b/s-1", triggerType: UPGRADE, formatType: CANONICAL}
      reconciliationStatus:
        reconciliationTimestamp: 1671000000000
        state: DEPLOYED
        lastReconciledSpec: >-
          {"spec":{"job":{"parallelism":2}},"resource_metadata":{"apiVersion":"flink.apache.org/v1beta1","metadata":{"generation":3},"firstDeployment":false}}
        lastStableSpec: '{"spec":{"job":{"parallelism":2}}}'
      taskManager: {labelSelector: "component=taskmanager,app=orders", replicas: 2}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void an_operator_that_ends_between_the_record_and_the_status_ends_well() {
    Role role = STAGE.role(STAGE.namespace());
    role.getRules().stream()
        .filter(r -> r.getResources().contains("flinkdeployments/status"))
        .forEach(r -> r.setVerbs(List.of("get")));
    STAGE.grant(role);
    Subject subject = STAGE.subject("half").create();
    await().atMost(Subject.SOON).until(() -> !subject.revisions().isEmpty());
    assertThat(subject.ground().hasJobManager()).isFalse();
    STAGE.stopOperator();

    STAGE.grant(STAGE.role(STAGE.namespace()));
    STAGE.startOperator();

    subject.comesUp();
    assertThat(subject.revisions())
        .hasSizeLessThanOrEqualTo(3)
        .extracting(r -> r.getMetadata().getName())
        .contains(subject.revision());
  }

  @Test
  void an_edit_between_the_record_and_the_status_wins() {
    Role role = STAGE.role(STAGE.namespace());
    role.getRules().stream()
        .filter(r -> r.getResources().contains("flinkdeployments/status"))
        .forEach(r -> r.setVerbs(List.of("get")));
    STAGE.grant(role);
    Subject subject = STAGE.subject("overtaken").create();
    await().atMost(Subject.SOON).until(() -> !subject.revisions().isEmpty());
    STAGE.stopOperator();
    subject.edit("spec: {flinkConfiguration: {web.timeout: 12345}}");

    STAGE.grant(STAGE.role(STAGE.namespace()));
    STAGE.startOperator();

    subject.comesUp();
    assertThat(new Children(subject).configuration()).contains("12345");
  }

  @Test
  void an_operator_that_ends_in_the_middle_of_an_upgrade_ends_well() {
    Subject subject = STAGE.subject("middle").createdAndRunning();
    String jobId = subject.jobId();
    subject.ground().taskManagerRuns("middle-taskmanager-1-1");
    subject.edit("spec: {restartNonce: 7}");
    subject.ground().awaitPodEnding("middle-taskmanager-1-1");
    STAGE.stopOperator();
    subject.ground().restIsGone();
    subject.ground().podEnds("middle-taskmanager-1-1");
    subject.ground().awaitNoJobManager();

    STAGE.startOperator();

    subject.comesUp();
    assertThat(subject.jobId()).isNotEqualTo(jobId);
    assertThat(subject.revisions()).hasSize(2);
  }

  @Test
  void a_lost_record_of_a_stateless_job_is_overcome_by_a_new_deployment() {
    Subject subject = STAGE.subject("record").createdAndRunning();
    String lost = subject.revision();
    STAGE.stopOperator();
    subject.revisions().forEach(r -> STAGE.client().resource(r).delete());
    STAGE.startOperator();

    await().atMost(Subject.SOON).until(() -> !subject.revision().equals(lost));
    subject.comesUp();
    assertThat(subject.revisions())
        .extracting(r -> r.getMetadata().getName())
        .containsExactly(subject.revision());
  }

  @Test
  void a_wiped_status_is_found_again() {
    Subject subject = STAGE.subject("wiped").createdAndRunning();
    STAGE.stopOperator();

    subject
        .resource()
        .editStatus(
            r -> {
              r.setStatus(new FlinkDeploymentStatus());
              return r;
            });
    STAGE.startOperator();

    await().atMost(Subject.SOON).until(() -> subject.status().getRevision() != null);
    subject.comesUp();
    assertThat(subject.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(subject.status().getReconciliationStatus().getState()).isEqualTo("DEPLOYED");
  }

  @Test
  void a_status_written_by_the_apache_operator_is_read() {
    STAGE.stopOperator();
    Subject subject = STAGE.subject("orders").create();
    subject
        .resource()
        .editStatus(
            r -> {
              r.setStatus(Serialization.unmarshal(BY_APACHE_OPERATOR, FlinkDeploymentStatus.class));
              return r;
            });

    STAGE.startOperator();

    await().atMost(Subject.SOON).until(() -> subject.status().getRevision() != null);
    subject.comesUp();
    assertThat(subject.status().getLifecycleState()).isEqualTo("STABLE");
  }

  @Test
  void only_so_many_records_are_kept() {
    Subject subject = STAGE.subject("many").createdAndRunning();
    for (int host = 1; host <= 4; host++) {
      subject.edit("spec: {ingress: {template: 'h%d.example.com'}}".formatted(host));
      String wanted = "h" + host + ".example.com";
      await()
          .atMost(Subject.SOON)
          .ignoreExceptionsInstanceOf(NullPointerException.class)
          .until(
              () -> new Children(subject).ingress().get().getSpec().getRules().get(0).getHost(),
              wanted::equals);
      subject.awaitReady("JobRunning");
    }

    await().atMost(Subject.SOON).until(() -> subject.revisions().size() == 3);
    assertThat(subject.revisions()).extracting(r -> r.getRevision()).containsExactly(3L, 4L, 5L);
    assertThat(subject.status().getRevisionNumber()).isEqualTo(5);
  }

  @Test
  void a_namespace_that_is_not_on_the_list_is_left_alone() {
    String other = STAGE.namespace() + "-unwatched";
    STAGE.makeNamespace(other);
    Subject stranger = STAGE.subjectIn(other, "stranger").create();
    STAGE.subject("watched").createdAndRunning();

    assertThat(stranger.get().getMetadata().getFinalizers()).isEmpty();
    assertThat(stranger.condition("Ready")).isNull();
    assertThat(new Children(stranger).all()).isEmpty();

    STAGE.stopOperator();
    STAGE.startOperator(
        Map.of("kubernetes.operator.watched.namespaces", STAGE.namespace() + "," + other));
    stranger.comesUp();
  }
}
