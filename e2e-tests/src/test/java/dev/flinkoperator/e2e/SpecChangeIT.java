package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Example;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkRestProbe.Job;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import dev.flinkoperator.e2e.support.UpgradeTimes;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user edits a stateless job: the old cluster ends wholly, then the new one begins. */
class SpecChangeIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<FlinkVersion> versions() {
    return FlinkVersion.usually(FlinkVersion.V2_3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("versions")
  void a_new_cluster_starts_only_after_the_old_one_is_really_gone(FlinkVersion version) {
    Example example = Example.read(Example.basic(version), namespace);
    Manifest manifest = example.deployment();
    FlinkResource resource = namespace.resource(manifest.name());
    try (PodTimeline pods = PodTimeline.of(resource)) {
      example.apply();
      resource.awaitRunning();
      assertThat(resource.flink().version()).startsWith(version.reportedPrefix());
      Job before = resource.flink().onlyJob();

      try (UpgradeTimes times = UpgradeTimes.of(resource)) {
        times.edit(manifest.set("/spec/job/parallelism", 1));
        resource.awaitRunning();
        times.report("stateless upgrade (parallelism), " + version);
      }

      Job after = resource.flink().onlyJob();
      assertThat(after.id()).isNotEqualTo(before.id());
      assertThat(after.state()).isEqualTo("RUNNING");
      assertThat(resource.flink().parallelism(after.id())).isEqualTo(1);
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
    }
  }
}
