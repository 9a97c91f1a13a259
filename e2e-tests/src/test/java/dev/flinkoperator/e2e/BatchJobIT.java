package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job comes to its own end, good or bad. */
class BatchJobIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlinkVersion.class)
  void a_finished_job_is_ready_and_is_not_run_again(FlinkVersion version) {
    FlinkResource resource = namespace.resource("words");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(Manifest.batch("words", version));

      StatusView view = resource.awaitReady("Finished");
      assertThat(view.text("/jobStatus/state")).isEqualTo("FINISHED");
      assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("READY");
      assertThat(view.text("/lifecycleState")).isEqualTo("STABLE");
      assertThat(view.isTrue("Running")).isFalse();
      String job = resource.flink().onlyJob().id();
      assertThat(resource.flink().onlyJob().state()).isEqualTo("FINISHED");

      Awaitility.await("it stays as it is, longer than the operator's longest look")
          .during(Duration.ofSeconds(17))
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(resource.view().reason("Ready")).isEqualTo("Finished");
                assertThat(resource.flink().onlyJob().id()).isEqualTo(job);
                assertThat(pods.jobManagersSeen()).isEqualTo(1);
              });
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlinkVersion.class)
  void a_failed_job_is_stalled_with_the_cause_in_plain_text(FlinkVersion version) {
    FlinkResource resource =
        namespace.apply(
            Manifest.batch("words", version)
                .set("/spec/job/args", List.of("--input", "file:///no/such/words.txt")));

    StatusView view = resource.awaitStalled("JobFailed");

    assertThat(view.text("/jobStatus/state")).isEqualTo("FAILED");
    assertThat(view.text("/jobManagerDeploymentStatus")).isEqualTo("ERROR");
    assertThat(view.text("/lifecycleState")).isEqualTo("FAILED");
    assertThat(view.message("Stalled")).contains("/no/such/words.txt").doesNotContain("\tat ");
    assertThat(view.text("/reconciliationStatus/error")).contains("/no/such/words.txt");
    assertThat(resource.flink().onlyJob().state()).isEqualTo("FAILED");
  }
}
