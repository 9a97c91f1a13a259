package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Environment;
import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Kubectl;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A newcomer applies the examples as they are. */
@Order(1)
class ExamplesIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** Its jar is for the reader to put somewhere. */
  private static final String JAR_ELSEWHERE = "session-job-https.yaml";

  /** What the story of such a job applies, as it is. */
  private static final Set<String> APPLIED_ELSEWHERE =
      Set.of(
          Example.basic(FlinkVersion.V1_20), // RunningJobIT
          Example.basic(FlinkVersion.V2_3), // SpecChangeIT
          BatchJobIT.EXAMPLE,
          SuspendIT.EXAMPLE,
          IngressIT.EXAMPLE,
          DeletionIT.EXAMPLE,
          OldVersionsIT.EXAMPLE_FILE,
          JAR_ELSEWHERE,
          StateSnapshotIT.EXAMPLE,
          StateSnapshotIT.RECORDED);

  /** The other files, and an environment of the GitOps example as kustomize builds it. */
  static Stream<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(Environment.get().examples())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .filter(name -> !APPLIED_ELSEWHERE.contains(name))
              .sorted()
              .toList();
      return Stream.concat(names.stream(), Stream.of("gitops/staging"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void every_example_becomes_ready_as_it_is(String file) {
    Example example = Example.read(file, namespace);

    example.apply();

    List<FlinkResource> resources =
        example.ofKind("FlinkDeployment").stream()
            .map(object -> namespace.resource(object.getMetadata().getName()))
            .toList();
    assertThat(resources).as("FlinkDeployments in " + file).isNotEmpty();
    example.ofKind("FlinkSessionJob").forEach(ExamplesIT::runs);
    example
        .ofKind("FlinkStateSnapshot")
        .forEach(
            object ->
                UserObject.stateSnapshot(namespace.name(), object.getMetadata().getName())
                    .awaitReady());
    example.ofKind("FlinkSessionJob").forEach(ExamplesIT::goes);
    for (FlinkResource resource : resources) {
      resource.await("Ready", view -> view.isCurrent() && view.isTrue("Ready"));
      boolean session = resource.json().at("/spec/job").isMissingNode();
      if (session) {
        assertThat(resource.flink().runningJobs()).as("jobs RUNNING in Flink").isEmpty();
      } else {
        assertThat(resource.flink().jobs())
            .as("what Flink itself lists")
            .singleElement()
            .satisfies(job -> assertThat(job.state()).isEqualTo("RUNNING"));
      }
      if (resource.json().at("/spec/job").has("initialSavepointPath")) {
        assertThat(resource.flink().restoredFrom(resource.flink().onlyJob().id()))
            .as("what the job has started from")
            .contains("/savepoints/savepoint-");
      }
      if (resource.json().at("/spec/job/upgradeMode").asText().equals("savepoint")) {
        restartedGoesOnFromASavepoint(resource);
      }
    }
    // The next example needs the room.
    resources.forEach(FlinkResource::delete);
    for (FlinkResource resource : resources) {
      Patience.untilFlink(resource.name() + " leaves nothing behind")
          .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
    }
  }

  /** What the example tells its reader to try. */
  private void restartedGoesOnFromASavepoint(FlinkResource resource) {
    String patch = "{\"spec\":{\"restartNonce\":1}}";
    Kubectl.run(
        "patch",
        "flinkdep",
        resource.name(),
        "--namespace=" + namespace.name(),
        "--type=merge",
        "--patch=" + patch);

    resource.await("Ready once more", view -> view.isCurrent() && view.isTrue("Ready"));
    assertThat(resource.flink().configured("execution.savepoint.path"))
        .as("what Flink was told to start from")
        .hasValueSatisfying(path -> assertThat(path).contains("/savepoints/savepoint-"));
  }

  @Test
  void a_session_job_with_a_jar_of_its_readers_waits_for_its_cluster() {
    Example example = Example.read(JAR_ELSEWHERE, namespace);

    example.apply();

    UserObject job = userObject(example.ofKind("FlinkSessionJob").get(0));
    job.await(
        "waiting for its cluster", view -> view.reason("Reconciling").equals("WaitingForCluster"));
    job.delete();
    job.awaitGone();
  }

  private static void runs(HasMetadata sessionJob) {
    userObject(sessionJob).awaitRunning();
  }

  /** Its cluster can only be deleted after it. */
  private static void goes(HasMetadata sessionJob) {
    userObject(sessionJob).delete();
    userObject(sessionJob).awaitGone();
  }

  private static UserObject userObject(HasMetadata sessionJob) {
    return UserObject.sessionJob(
        sessionJob.getMetadata().getNamespace(), sessionJob.getMetadata().getName());
  }
}
