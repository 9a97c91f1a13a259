package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Kubectl;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator keeps the TaskManagers, and their number is scaled from outside. */
class StandaloneIT {
  @RegisterExtension static final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void kubectl_and_an_autoscaler_scale_a_reactive_job_in_the_JobManager_it_has(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    Manifest manifest =
        journey
            .manifest(version.in("orders"), version)
            .set("/spec/mode", "standalone")
            .set("/spec/serviceAccount", "default")
            .set("/spec/taskManager/replicas", 1)
            .remove("/spec/job/parallelism")
            .flinkConfig("scheduler-mode", "reactive")
            .flinkConfig("taskmanager.numberOfTaskSlots", "1")
            // Flink takes its time otherwise (docs/standalone.md); the first is for Flink 1.20.
            .flinkConfig("jobmanager.adaptive-scheduler.scaling-interval.min", "1 s")
            .flinkConfig("jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling", "1 s")
            .flinkConfig(
                "jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout", "1 s");
    FlinkResource resource = namespace.apply(manifest);
    resource.awaitRunning();
    Diary before = journey.awaitCheckpoint(resource, Diary.EMPTY);
    String job = resource.flink().onlyJob().id();
    String jobManager = resource.children().jobManager().getMetadata().getUid();
    assertThat(resource.flink().parallelism(job)).isEqualTo(1);
    assertThat(mayAskKubernetes()).as("rights of the job's service account").isFalse();
    assertThat(resource.children().pods()).isNotEmpty().noneMatch(StandaloneIT::hasToken);

    Kubectl.run("-n", namespace.name(), "scale", "flinkdep", resource.name(), "--replicas=2");
    awaitRunsWith(2, resource, job);
    Diary scaledUp = journey.awaitGoesOn(resource, before);
    scaledUp.assertWhole();

    autoscaler(resource, 1, 1);
    awaitRunsWith(1, resource, job);
    Diary scaledDown = journey.awaitGoesOn(resource, scaledUp);
    scaledDown.assertWhole();

    autoscaler(resource, 2, 3);
    awaitRunsWith(2, resource, job);
    journey.awaitGoesOn(resource, scaledDown).assertWhole();
    assertThat(resource.children().jobManager().getMetadata().getUid()).isEqualTo(jobManager);
    resource.delete();
    resource.awaitGone();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void a_session_cluster_is_scaled_under_its_job_and_keeps_its_JobManager(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    FlinkResource cluster =
        namespace.apply(
            journey
                .sessionOfMany(version.in("shared"), version)
                .set("/spec/mode", "standalone")
                .set("/spec/serviceAccount", "default")
                .set("/spec/taskManager/replicas", 1));
    cluster.awaitReady("ClusterRunning");
    UserObject job = UserObject.sessionJob(namespace.name(), version.in("apples"));
    Manifest manifest =
        journey.sessionJob(job.name(), cluster.name()).set("/spec/job/upgradeMode", "savepoint");
    job.apply(manifest);
    String id = job.awaitRunning().text("/jobStatus/jobId");
    Diary before = journey.awaitCheckpoint(job, Diary.EMPTY);
    String jobManager = cluster.children().jobManager().getMetadata().getUid();

    Kubectl.run("-n", namespace.name(), "scale", "flinkdep", cluster.name(), "--replicas=2");
    Patience.untilFlink("two TaskManagers are there")
        .untilAsserted(() -> assertThat(cluster.flink().taskManagers()).isEqualTo(2));
    cluster.await("counted", view -> view.text("/taskManager/replicas").equals("2"));
    assertThat(cluster.flink().onlyJob().id()).isEqualTo(id);

    job.apply(manifest.set("/spec/job/parallelism", 3)); // more than one TaskManager has slots
    job.await(
        "running on both",
        view ->
            view.isCurrent() && view.isTrue("Ready") && !view.text("/jobStatus/jobId").equals(id));
    journey.awaitGoesOn(job, before).assertExactSince(before);
    assertThat(cluster.flink().parallelism(cluster.flink().runningJobs().get(0).id())).isEqualTo(3);
    assertThat(cluster.children().jobManager().getMetadata().getUid()).isEqualTo(jobManager);
    job.delete();
    job.awaitGone();
    cluster.delete();
    cluster.awaitGone();
  }

  /** In Flink, in Kubernetes and in the status alike; and the job is the same one. */
  private static void awaitRunsWith(int taskManagers, FlinkResource resource, String job) {
    Patience.untilFlink("the job runs on " + taskManagers + " TaskManagers")
        .untilAsserted(
            () -> {
              assertThat(resource.flink().runningJobs()).hasSize(1);
              assertThat(resource.flink().parallelism(job)).isEqualTo(taskManagers);
              assertThat(resource.children().taskManagers()).hasSize(taskManagers);
            });
    resource.awaitRunning();
    assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
    resource.await("counted", view -> view.text("/taskManager/replicas").equals("" + taskManagers));
    assertThat(
            Cluster.client()
                .pods()
                .inNamespace(resource.namespace())
                .withLabelSelector(resource.status("/taskManager/labelSelector"))
                .list()
                .getItems())
        .as("pods an autoscaler would look at")
        .hasSize(taskManagers);
  }

  /**
   * Without a metrics server it scales to keep within its bounds, which is all that is needed of
   * it: how it comes to its number is not the operator's business.
   */
  private static void autoscaler(FlinkResource resource, int least, int most) {
    Cluster.client()
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withNamespace(resource.namespace())
                .withName(resource.name())
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion(FlinkResource.API_VERSION)
                .withKind("FlinkDeployment")
                .withName(resource.name())
                .endScaleTargetRef()
                .withMinReplicas(least)
                .withMaxReplicas(most)
                .endSpec()
                .build())
        .serverSideApply();
  }

  /** As the kubelet mounts it. */
  private static boolean hasToken(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getVolumeMounts().stream())
        .anyMatch(mount -> mount.getMountPath().startsWith("/var/run/secrets/kubernetes.io"));
  }

  private static boolean mayAskKubernetes() {
    return Stream.of("pods", "configmaps", "secrets")
        .anyMatch(
            what ->
                Cluster.client()
                    .resource(
                        new SubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withUser("system:serviceaccount:" + namespace.name() + ":default")
                            .withNewResourceAttributes()
                            .withNamespace(namespace.name())
                            .withVerb("get")
                            .withResource(what)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .create()
                    .getStatus()
                    .getAllowed());
  }
}
