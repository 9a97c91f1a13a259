package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A FlinkDeployment without a job. */
class SessionClusterIT {

  private static final String SESSION = "spec: {job: null}";
  private static final String JOB = "a".repeat(32);

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void it_is_ready_when_flink_answers_and_tells_how_large_it_is() {
    Subject subject = running("up");

    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("READY");
    assertThat(subject.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(subject.status().getReconciliationStatus().getState()).isEqualTo("DEPLOYED");
    assertThat(subject.status().getReconciliationStatus().getSuccess()).isTrue();
    assertThat(subject.status().getJobStatus()).isNull();
    assertThat(Objects.requireNonNull(subject.condition("Running")).getReason())
        .isEqualTo("JobManagerReady");
    assertThat(new Children(subject).configuration())
        .contains("kubernetes-session")
        .doesNotContain("pipeline.job-id");

    FlinkSession session = subject.ground().session();
    session.job(JOB, "RUNNING");
    session.job("b".repeat(32), "FINISHED");
    session.has(3);
    FlinkDeploymentStatus sized =
        subject.awaitStatus(
            "3 TaskManagers and a job, which one poll may see one after the other",
            s ->
                s.getTaskManager().getReplicas() == 3
                    && "1".equals(s.getClusterInfo().get("jobs")));
    assertThat(sized.getTaskManager().getLabelSelector()).isEqualTo("component=taskmanager,app=up");
    assertThat(sized.getClusterInfo())
        .containsEntry("flink-version", "1.20.3")
        .containsEntry("slots-total", "6")
        .containsEntry("slots-available", "0");
    session.has(0);
    subject.awaitStatus("no TaskManager", s -> s.getTaskManager().getReplicas() == 0);
  }

  @Test
  void at_rest_nothing_is_written() {
    Subject subject = running("quiet");
    Map<String, String> versions = new Children(subject).versions();
    Writes writes = STAGE.writes();

    await()
        .during(Duration.ofMillis(1500))
        .atMost(Subject.SOON)
        .untilAsserted(() -> assertThat(new Children(subject).versions()).isEqualTo(versions));

    assertThat(writes.seen()).filteredOn(write -> write.contains(" quiet ")).isEmpty();
  }

  @Test
  void the_next_cluster_is_made_when_the_last_pod_of_the_old_one_is_gone() {
    Subject subject = running("edited");
    Ground ground = subject.ground();
    String uid = ground.jobManager().get().getMetadata().getUid();
    ground.taskManagerRuns("edited-taskmanager-1-1");

    subject.edit("spec: {flinkConfiguration: {web.timeout: 12345}}");
    subject.awaitReconciling("WaitingForOldCluster");
    ground.awaitPodEnding("edited-taskmanager-1-1");
    ground.restIsGone();
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> ground.jobManager().get().getMetadata().getUid().equals(uid));
    ground.podEnds("edited-taskmanager-1-1");

    ground.awaitOtherJobManager(uid);
    comesUp(subject);
    assertThat(new Children(subject).configuration()).contains("12345");
    assertThat(subject.revisions()).hasSize(2);
  }

  @Test
  void what_somebody_changes_or_deletes_is_put_right() {
    Subject subject = running("drift");
    Children children = new Children(subject);

    children.restService().delete();
    children.flinkConfig().edit(c -> c.edit().addToData("flink-conf.yaml", "a: b").build());

    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () -> {
              assertThat(children.restService().get()).isNotNull();
              assertThat(children.flinkConfig().get().getData()).doesNotContainValue("a: b");
            });

    String uid = subject.ground().jobManager().get().getMetadata().getUid();
    subject.ground().restIsGone();
    subject.ground().jobManager().delete();
    subject.ground().awaitOtherJobManager(uid);
    comesUp(subject);
    assertThat(subject.revisions()).hasSize(1);
  }

  @Test
  void pods_that_are_refused_are_told_and_an_edit_mends_it() {
    Subject subject = STAGE.subject("refused").create(SESSION);
    subject.ground().podsAreRefused("serviceaccount \"nobody\" not found");
    assertThat(subject.awaitStalled("PodCannotStart").getMessage()).contains("\"nobody\"");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("ERROR");

    subject.edit("spec: {serviceAccount: somebody}");
    subject.awaitReconciling("JobManagerStarting");
    comesUp(subject);
  }

  @Test
  void a_job_added_by_an_edit_is_refused_and_the_cluster_goes_on() {
    Subject subject = running("switched");
    String uid = subject.ground().jobManager().get().getMetadata().getUid();

    subject.edit("spec: {job: {jarURI: \"local:///a.jar\", parallelism: 1}}");

    assertThat(subject.awaitStalled("NotSupported").getMessage()).startsWith("spec.job was added");
    assertThat(subject.status().getLifecycleState()).isEqualTo("STABLE");
    assertThat(subject.ground().jobManager().get().getMetadata().getUid()).isEqualTo(uid);
    subject.edit("spec: {job: null}");
    subject.awaitReady("ClusterRunning");
    assertThat(subject.revisions()).hasSize(1);
  }

  @Test
  void its_deletion_waits_for_the_jobs_in_it_and_leaves_nothing_behind() {
    Subject subject = running("occupied");
    FlinkSession session = subject.ground().session();
    session.has(1);
    session.job(JOB, "RUNNING");
    STAGE
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(STAGE.namespace())
                .withName("occupied-cluster-config-map")
                .withLabels(
                    Map.of(
                        "app",
                        "occupied",
                        "configmap-type",
                        "high-availability",
                        "type",
                        "flink-native-kubernetes"))
                .endMetadata()
                .build())
        .create();

    subject.delete();

    assertThat(subject.awaitReconciling("WaitingForJobs").getMessage())
        .contains("1 job: 'word count' (" + JOB + ")");
    assertThat(subject.status().getLifecycleState()).isEqualTo("DELETING");
    await().during(Duration.ofSeconds(1)).atMost(Subject.SOON).until(subject::exists);
    assertThat(subject.ground().jobManager().get().getMetadata().getDeletionTimestamp()).isNull();
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () ->
                assertThat(events("occupied"))
                    .extracting(Event::getReason)
                    .contains("CleanupFailed"));
    session.job(JOB, "CANCELED");

    subject.awaitGone();
    await()
        .atMost(Subject.SOON)
        .untilAsserted(
            () -> {
              assertThat(new Children(subject).all()).isEmpty();
              assertThat(subject.revisions()).isEmpty();
            });
  }

  @Test
  void its_owner_may_have_it_deleted_with_the_jobs_in_it() {
    Subject subject = running("evicted");
    subject.ground().session().job(JOB, "RUNNING");
    subject.delete();
    subject.awaitReconciling("WaitingForJobs");

    subject.edit(
        "spec: {flinkConfiguration: {kubernetes.operator.session.deletion.block-on-unmanaged-jobs:"
            + " false}}");

    subject.awaitGone();
    assertThat(subject.ground().hasJobManager()).isFalse();
  }

  private static Subject running(String name) {
    return comesUp(STAGE.subject(name).create(SESSION));
  }

  private static Subject comesUp(Subject subject) {
    subject.ground().jobManagerIsUp();
    subject.ground().session();
    subject.awaitReady("ClusterRunning");
    return subject;
  }

  private static List<Event> events(String name) {
    return STAGE.client().v1().events().inNamespace(STAGE.namespace()).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .toList();
  }
}
