package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.JarHost;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UserObject;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job is submitted, and the operator does not live to hear of it. */
@Tag("full")
@Isolated
class SessionJobSubmitIT {
  /** Of a JVM that is told to end with its heap. */
  private static final int OUT_OF_MEMORY = 3;

  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @AfterEach
  void the_operator_is_back() {
    OperatorUnderTest.awaitReady();
  }

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void killed_while_it_submits_a_job_of_200_megabytes_there_is_still_exactly_one_job(
      FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    FlinkResource cluster = namespace.apply(journey.sessionOfMany("shared", version));
    cluster.awaitReady("ClusterRunning");
    UserObject job = UserObject.sessionJob(namespace.name(), "heavy");
    Manifest manifest =
        journey.sessionJob("heavy", "shared").set("/spec/job/jarURI", JarHost.ADDRESS);
    try (JarHost server = JarHost.start()) {
      job.apply(manifest);
      job.await(
          "submitting",
          view -> view.resource().at("/status/submission").isObject() || view.isTrue("Ready"));

      OperatorUnderTest.kill();

      OperatorUnderTest.awaitReady();
      Patience.untilFlink("Flink lists the job").until(() -> !cluster.flink().jobs().isEmpty());

      // And once more, about when the answer comes.
      OperatorUnderTest.kill();

      StatusView view = job.awaitRunning();
      assertThat(cluster.flink().onlyJob())
          .extracting(Job::id, Job::state)
          .containsExactly(view.text("/jobStatus/jobId"), "RUNNING");
      Diary diary = journey.awaitCheckpoint(job, Diary.EMPTY);
      diary.assertWhole();
      assertThat(diary.attempts()).as("attempts\n%s", diary).hasSize(1);

      Patience.until("an operator that has carried the whole jar is there")
          .until(() -> OperatorUnderTest.pods().size() == 1);
      restartedWithTheSameJar(cluster, job, manifest);
    }
    job.delete();
    job.awaitGone();
    cluster.delete();
    cluster.awaitGone();
  }

  /** By an operator that lives through it, within the memory it has as it is shipped. */
  private static void restartedWithTheSameJar(
      FlinkResource cluster, UserObject job, Manifest manifest) {
    String first = job.view().text("/jobStatus/jobId");

    job.apply(manifest.set("/spec/restartNonce", 1));

    job.await(
        "running as another job",
        view ->
            view.isCurrent()
                && view.isTrue("Ready")
                && !view.text("/jobStatus/jobId").equals(first));
    assertThat(cluster.flink().runningJobs()).hasSize(1);
    assertThat(OperatorUnderTest.pods())
        .flatExtracting(pod -> pod.getStatus().getContainerStatuses())
        .allSatisfy(
            container -> {
              // An operator that loses its lease on a busy machine ends too, but not by these.
              ContainerStateTerminated end = container.getLastState().getTerminated();
              assertThat(end == null ? "" : end.getReason()).isNotEqualTo("OOMKilled");
              assertThat(end == null ? 0 : end.getExitCode()).isNotEqualTo(OUT_OF_MEMORY);
            });
  }
}
