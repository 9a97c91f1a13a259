package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job comes to its own end, good or bad. */
class BatchJobIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  /** A job that ends well. */
  static final String EXAMPLE = "batch.yaml";

  @Test
  void the_finished_job_of_the_example_is_ready_and_is_not_run_again() {
    endsWell(Example.read(EXAMPLE, namespace).deployment());
  }

  @Test
  @Tag("full")
  void the_same_holds_for_flink_2_3() {
    endsWell(Manifest.batch("words", FlinkVersion.V2_3));
  }

  private void endsWell(Manifest manifest) {
    FlinkResource resource = namespace.resource(manifest.name());
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);

      StatusView view = resource.awaitReady("Finished");
      assertThat(view.text("/jobStatus/state")).isEqualTo("FINISHED");
      assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("READY");
      assertThat(view.text("/lifecycleState")).isEqualTo("STABLE");
      assertThat(view.isTrue("Running")).isFalse();
      String job = resource.flink().onlyJob().id();
      assertThat(resource.flink().onlyJob().state()).isEqualTo("FINISHED");

      Patience.stays(
          "as it is, longer than the operator's longest look",
          Duration.ofSeconds(17),
          () -> {
            assertThat(resource.view().reason("Ready")).isEqualTo("Finished");
            assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
            assertThat(pods.jobManagersSeen()).isEqualTo(1);
          });
    }
  }

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void a_failed_job_is_stalled_with_the_cause_in_plain_text(FlinkVersion version) {
    FlinkResource resource =
        namespace.apply(
            Manifest.batch("words", version)
                .set("/spec/job/args", List.of("--input", "file:///no/such/words.txt")));

    // Flink is asked for the cause after it has told that the job failed.
    StatusView view =
        resource.await(
            "Stalled, with the cause",
            seen ->
                seen.isCurrent()
                    && seen.reason("Stalled").equals("JobFailed")
                    && seen.message("Stalled").contains("/no/such/words.txt"));

    assertThat(view.text("/jobStatus/state")).isEqualTo("FAILED");
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("ERROR");
    assertThat(view.text("/lifecycleState")).isEqualTo("FAILED");
    assertThat(view.message("Stalled")).doesNotContain("\tat ");
    assertThat(view.text("/reconciliationStatus/error")).contains("/no/such/words.txt");
    assertThat(resource.flink().onlyJob().state()).isEqualTo("FAILED");
  }
}
