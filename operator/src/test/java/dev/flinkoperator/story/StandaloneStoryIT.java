package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.desired.Revision;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StandaloneStoryIT {
  private static final String STANDALONE = "spec: {mode: standalone}";
  private static final String REACTIVE =
      """
      spec:
        mode: standalone
        flinkConfiguration: {scheduler-mode: reactive}
        taskManager: {replicas: 2}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void makes_task_managers_that_belong_to_their_job_manager() {
    Subject subject = STAGE.subject("belong").createdAndRunning(STANDALONE);

    Deployment taskManagers = awaitTaskManagers(subject, 1);
    Deployment jobManager = Objects.requireNonNull(subject.ground().jobManager().get());
    assertThat(taskManagers.getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getUid)
        .containsExactly(jobManager.getMetadata().getUid());
    assertThat(jobManager.getSpec().getTemplate().getSpec().getContainers().get(0).getArgs().get(0))
        .isEqualTo("standalone-job");
  }

  @Test
  void scales_a_reactive_job_without_touching_its_job_manager() {
    Subject subject = STAGE.subject("scaled").createdAndRunning(REACTIVE);
    awaitTaskManagers(subject, 2);
    Deployment before = Objects.requireNonNull(subject.ground().jobManager().get());

    subject.resource().scale(5);

    awaitTaskManagers(subject, 5);
    subject.awaitReady("JobRunning");
    Deployment after = Objects.requireNonNull(subject.ground().jobManager().get());
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(after.getMetadata().getGeneration()).isEqualTo(before.getMetadata().getGeneration());
    assertThat(subject.ground().flinkWasAsked()).isEmpty();
  }

  @Test
  void counts_the_task_managers_that_are_there() {
    Subject subject = STAGE.subject("counted").createdAndRunning(STANDALONE);
    awaitTaskManagers(subject, 1);
    subject.awaitStatus("none is there", s -> s.getTaskManager().getReplicas() == 0);

    taskManagerRuns(subject, "counted-taskmanager-a");

    subject.awaitStatus("one is there", s -> s.getTaskManager().getReplicas() == 1);
    assertThat(subject.status().getTaskManager().getLabelSelector())
        .isEqualTo("component=taskmanager,app=counted");
  }

  @Test
  void puts_right_what_somebody_has_changed_or_deleted() {
    Subject subject = STAGE.subject("repaired").createdAndRunning(STANDALONE);
    String uid = awaitTaskManagers(subject, 1).getMetadata().getUid();

    taskManagers(subject).scale(4);
    awaitTaskManagers(subject, 1);
    taskManagers(subject).delete();

    await()
        .atMost(Subject.SOON)
        .until(
            () -> {
              Deployment there = taskManagers(subject).get();
              return there != null && !there.getMetadata().getUid().equals(uid);
            });
  }

  @Test
  void begins_nothing_new_before_the_old_task_managers_are_gone() {
    Subject subject = STAGE.subject("upgraded").createdAndRunning(STANDALONE);
    String uid = awaitTaskManagers(subject, 1).getMetadata().getUid();
    taskManagerRuns(subject, "upgraded-taskmanager-a");

    subject.edit("spec: {image: 'flink:1.20-next'}");
    subject.ground().awaitPodEnding("upgraded-taskmanager-a");
    subject.awaitReconciling("WaitingForOldCluster");
    subject.ground().podEnds("upgraded-taskmanager-a");
    subject.comesUp();

    assertThat(awaitTaskManagers(subject, 1).getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  void ends_task_managers_that_somebody_has_orphaned() {
    Subject subject = STAGE.subject("orphaned").createdAndRunning(STANDALONE);
    String uid = awaitTaskManagers(subject, 1).getMetadata().getUid();
    taskManagerRuns(subject, "orphaned-taskmanager-a");

    subject.ground().jobManager().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    subject.ground().awaitPodEnding("orphaned-taskmanager-a");
    subject.ground().podEnds("orphaned-taskmanager-a");
    subject.comesUp();

    assertThat(awaitTaskManagers(subject, 1).getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  void ends_task_managers_of_another_operator_that_belong_to_the_resource() {
    Subject subject = STAGE.subject("adopted").createdAndRunning(STANDALONE);
    String uid = awaitTaskManagers(subject, 1).getMetadata().getUid();
    taskManagerRuns(subject, "adopted-taskmanager-a");
    STAGE.stopOperator();
    OwnerReference resource =
        new OwnerReferenceBuilder()
            .withApiVersion("flink.apache.org/v1beta1")
            .withKind("FlinkDeployment")
            .withName(subject.name)
            .withUid(subject.get().getMetadata().getUid())
            .build();
    taskManagers(subject)
        .edit(
            d ->
                d.edit()
                    .editMetadata()
                    .withOwnerReferences(resource)
                    .removeFromAnnotations(Revision.ANNOTATION)
                    .endMetadata()
                    .build());
    subject.ground().jobManager().delete();

    STAGE.startOperator();

    subject.ground().awaitPodEnding("adopted-taskmanager-a");
    subject.ground().podEnds("adopted-taskmanager-a");
    subject.comesUp();
    assertThat(awaitTaskManagers(subject, 1).getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  void leaves_nothing_behind() {
    Subject subject = STAGE.subject("deleted").createdAndRunning(STANDALONE);
    awaitTaskManagers(subject, 1);
    taskManagerRuns(subject, "deleted-taskmanager-a");

    subject.delete();
    subject.ground().awaitPodEnding("deleted-taskmanager-a");
    assertThat(subject.exists()).isTrue();
    subject.ground().podEnds("deleted-taskmanager-a");
    subject.awaitGone();

    assertThat(taskManagers(subject).get()).isNull();
  }

  @Test
  void refuses_to_become_native_and_runs_on() {
    Subject subject = STAGE.subject("switched").createdAndRunning(STANDALONE);
    awaitTaskManagers(subject, 1);

    subject.edit("spec: {mode: native}");

    assertThat(subject.awaitStalled("NotSupported").getMessage())
        .contains("spec.mode cannot be changed from standalone to native");
    assertThat(taskManagers(subject).get()).isNotNull();
  }

  private static Deployment awaitTaskManagers(Subject subject, int replicas) {
    return await()
        .alias(replicas + " TaskManagers of " + subject.name)
        .atMost(Subject.SOON)
        .until(
            () -> taskManagers(subject).get(),
            there ->
                there != null
                    && there.getMetadata().getDeletionTimestamp() == null
                    && there.getSpec().getReplicas() == replicas);
  }

  private static RollableScalableResource<Deployment> taskManagers(Subject subject) {
    return subject
        .client()
        .apps()
        .deployments()
        .inNamespace(subject.namespace)
        .withName(subject.name + "-taskmanager");
  }

  /** As the Deployment's controller makes one; it only goes when the kubelet says so. */
  private static void taskManagerRuns(Subject subject, String name) {
    Deployment owner = awaitTaskManagers(subject, 1);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(subject.namespace)
            .withName(name)
            .withLabels(
                Map.of(
                    "app", subject.name,
                    "component", "taskmanager",
                    "type", "flink-standalone-kubernetes"))
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(owner.getMetadata().getName())
            .withUid(owner.getMetadata().getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .endOwnerReference()
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-1")
            .addNewContainer()
            .withName("flink-main-container")
            .withImage("flink:1.20")
            .endContainer()
            .endSpec()
            .build();
    subject.client().resource(pod).create();
    STAGE.garbageCollectorKnowsAllPods();
  }
}
