package dev.flinkoperator.story;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Plays what is below the operator: Deployment controller, kubelet and Flink of one resource. */
final class Ground {

  private final Subject subject;

  Ground(Subject subject) {
    this.subject = subject;
  }

  RollableScalableResource<Deployment> jobManager() {
    return subject
        .client()
        .apps()
        .deployments()
        .inNamespace(subject.namespace)
        .withName(subject.name);
  }

  boolean hasJobManager() {
    return jobManager().get() != null;
  }

  /** Waits for one that is not being deleted. */
  Deployment awaitJobManager() {
    return await()
        .alias("JobManager Deployment of " + subject.name)
        .atMost(Subject.SOON)
        .until(
            () -> jobManager().get(),
            seen -> seen != null && seen.getMetadata().getDeletionTimestamp() == null);
  }

  /** Waits for one that is not being deleted and is another than the one with this uid. */
  Deployment awaitOtherJobManager(String uid) {
    return await()
        .alias("another JobManager Deployment of " + subject.name)
        .atMost(Subject.SOON)
        .until(
            () -> jobManager().get(),
            seen ->
                seen != null
                    && seen.getMetadata().getDeletionTimestamp() == null
                    && !seen.getMetadata().getUid().equals(uid));
  }

  void awaitNoJobManager() {
    await()
        .alias("no JobManager Deployment of " + subject.name)
        .atMost(Subject.SOON)
        .until(() -> !hasJobManager());
  }

  /** Its pod is available. */
  void jobManagerIsUp() {
    awaitJobManager();
    status("Available", "True", "MinimumReplicasAvailable", "", 1);
  }

  /**
   * As Kubernetes and Flink go on doing: the JobManager that is there and stays comes up, with the
   * job that is asked for by now. Flink answers before anybody is told that the pod is up.
   */
  void comesUp() {
    Deployment there = jobManager().get();
    if (there == null || there.getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    jobIs("RUNNING");
    if (!isUp(there)) {
      try {
        status("Available", "True", "MinimumReplicasAvailable", "", 1);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          throw e; // deleted since
        }
      }
    }
  }

  private static boolean isUp(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return status != null
        && Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())
        && Objects.equals(status.getAvailableReplicas(), 1);
  }

  /** Its pod has gone away after it had been up. */
  void jobManagerIsDown() {
    status("Available", "False", "MinimumReplicasUnavailable", "", 0);
  }

  /** No pod can be created. */
  void podsAreRefused(String message) {
    awaitJobManager();
    status("ReplicaFailure", "True", "FailedCreate", message, 0);
  }

  private void status(String type, String value, String reason, String message, int available) {
    jobManager()
        .editStatus(
            deployment -> {
              var edited =
                  deployment
                      .edit()
                      .editOrNewStatus()
                      .withObservedGeneration(deployment.getMetadata().getGeneration())
                      .withReplicas(1)
                      .withUpdatedReplicas(1)
                      .withReadyReplicas(available)
                      .withAvailableReplicas(available)
                      .withConditions(
                          new DeploymentConditionBuilder()
                              .withType(type)
                              .withStatus(value)
                              .withReason(reason)
                              .withMessage(message)
                              .withLastTransitionTime(
                                  Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                              .build())
                      .endStatus();
              return edited.build();
            });
  }

  /** Flink answers, and its job, the one that was asked for, is in this state. */
  void jobIs(String state) {
    jobIs(state, "");
  }

  void jobIs(String state, String failure) {
    subject.stage.rest().shows(subject.namespace, subject.name, subject.jobId(), state, failure);
  }

  /** The fake job behind Flink's REST API. */
  FlinkJob job() {
    return subject.stage.rest().job(subject.namespace, subject.name);
  }

  /** The session cluster behind Flink's REST API, which answers from now on. */
  FlinkSession session() {
    return subject.stage.rest().session(subject.namespace, subject.name);
  }

  /** What Flink was asked to do: method, path below the job, body. */
  List<String> flinkWasAsked() {
    return subject.stage.rest().asked(subject.namespace, subject.name);
  }

  /** Flink writes its own map of the job with high availability, as a new leader does. */
  void highAvailabilityNames(String jobId, String... keys) {
    Map<String, String> data = new HashMap<>();
    for (String key : keys) {
      data.put(key, "rO0ABXNyADtvcmcuYXBhY2hl");
    }
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(subject.namespace)
            .withName(subject.name + "-" + jobId + "-config-map")
            .withLabels(
                Map.of(
                    "app", subject.name,
                    "type", "flink-native-kubernetes",
                    "configmap-type", "high-availability"))
            .endMetadata()
            .withData(data)
            .build();
    subject.client().resource(map).serverSideApply();
  }

  /** Flink's REST API takes what it is asked, and never answers. */
  void restIsSilent() {
    subject.stage.rest().isSilent(subject.namespace, subject.name);
  }

  /** Flink's REST API answers no more. */
  void restIsGone() {
    subject.stage.rest().ends(subject.namespace, subject.name);
  }

  /**
   * A TaskManager's pod on a node, so that it only goes when the kubelet says so: {@link #podEnds}.
   */
  Pod taskManagerRuns(String podName) {
    return runs(podName, "taskmanager");
  }

  /** A JobManager's pod: it too only goes when the kubelet says so. */
  Pod jobManagerRuns(String podName) {
    return runs(podName, "jobmanager");
  }

  private Pod runs(String podName, String component) {
    Deployment owner = awaitJobManager();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(subject.namespace)
            .withName(podName)
            .withLabels(
                Map.of(
                    "app", subject.name, "component", component, "type", "flink-native-kubernetes"))
            .addNewOwnerReference()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(subject.name)
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
    Pod created = subject.client().resource(pod).create();
    subject.stage.garbageCollectorKnowsAllPods();
    return created;
  }

  PodResource pod(String podName) {
    return subject.client().pods().inNamespace(subject.namespace).withName(podName);
  }

  /** The garbage collector has asked for its end; the kubelet has not confirmed it. */
  void awaitPodEnding(String podName) {
    await()
        .alias(podName + " is ending")
        .atMost(Subject.SOON)
        .until(
            () ->
                Objects.requireNonNull(pod(podName).get()).getMetadata().getDeletionTimestamp()
                    != null);
  }

  /** The kubelet confirms the end of the pod. */
  void podEnds(String podName) {
    pod(podName).withGracePeriod(0).delete();
  }
}
