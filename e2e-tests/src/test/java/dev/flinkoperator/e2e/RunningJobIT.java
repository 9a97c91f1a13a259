package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Kubectl;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user applies a FlinkDeployment and has a running job. */
class RunningJobIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V1_20);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void an_applied_example_becomes_a_running_job_that_every_reader_sees(FlinkVersion version) {
    Example example = Example.read(Example.basic(version), namespace);
    FlinkResource resource = namespace.resource(example.deployment().name());

    example.apply();

    Kubectl.run(
        "wait",
        "--for=condition=Ready",
        "--timeout=720s",
        "--namespace=" + namespace.name(),
        "flinkdeployment/" + resource.name());

    StatusView view = resource.awaitRunning();
    Job job = resource.flink().onlyJob();
    assertThat(job.state()).isEqualTo("RUNNING");
    assertThat(job.name()).isEqualTo("State machine job");
    assertThat(resource.flink().parallelism(job.id())).isEqualTo(2);
    assertThat(resource.flink().version()).startsWith(version.reportedPrefix());
    assertThat(resource.children().jobManagers()).hasSize(1);
    assertThat(resource.children().taskManagers()).hasSize(1);
    statusTellsOf(view, job);
    columnsTellOf(resource.name(), job);
  }

  private static void statusTellsOf(StatusView view, Job job) {
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("READY");
    assertThat(view.text("/reconciliationStatus/state")).isEqualTo("DEPLOYED");
    assertThat(view.resource().at("/status/reconciliationStatus/success").asBoolean()).isTrue();
    assertThat(view.text("/lifecycleState")).isEqualTo("STABLE");
    assertThat(view.text("/jobStatus/state")).isEqualTo("RUNNING");
    assertThat(view.text("/jobStatus/jobId")).isEqualTo(job.id());
    assertThat(view.text("/jobStatus/jobName")).isEqualTo(job.name());
    assertThat(view.text("/jobStatus/startTime")).isEqualTo(Long.toString(job.startTime()));
    assertThat(view.text("/error")).isEmpty();
    assertThat(view.isTrue("Running")).isTrue();
    assertThat(view.hasCondition("Reconciling")).isFalse();
    assertThat(view.hasCondition("Stalled")).isFalse();
    for (String type : new String[] {"Ready", "Running"}) {
      assertThat(view.condition(type).path("observedGeneration").asLong())
          .as("observedGeneration of " + type)
          .isEqualTo(view.generation());
      assertThat(view.message(type)).as("message of " + type).isNotBlank();
    }
  }

  private void columnsTellOf(String name, Job job) {
    String ns = "--namespace=" + namespace.name();
    assertThat(Kubectl.run("get", "flinkdep", name, ns))
        .containsPattern("NAME +READY +LIFECYCLE +JOB STATUS +AGE")
        .containsPattern(name + " +True +STABLE +RUNNING +\\d+m?s?");
    assertThat(Kubectl.run("get", "flinkdep", name, ns, "--output=wide"))
        .contains("stateless", job.id(), "JobRunning");
    assertThat(Kubectl.run("get", "flink", ns)).contains(name);
  }
}
