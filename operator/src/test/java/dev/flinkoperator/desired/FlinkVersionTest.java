package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FlinkVersionTest {

  @ParameterizedTest
  @EnumSource(FlinkDeploymentSpec.FlinkVersion.class)
  void renders_each_version_the_schema_admits_or_says_that_it_is_too_old(
      FlinkDeploymentSpec.FlinkVersion admitted) {
    var resource =
        Resources.application(
            admitted.getValue(), Resources.JOB_MANAGER, Resources.TASK_MANAGER, Resources.JOB);
    if (admitted == FlinkDeploymentSpec.FlinkVersion.V1_13) {
      assertThatThrownBy(() -> Resources.render(resource))
          .isInstanceOf(RenderingException.class)
          .hasMessage(
              "spec.flinkVersion: Flink 1.13 is not supported; the oldest that is is 1.14.");
    } else {
      assertThat(Resources.render(resource).flinkConfig().getData())
          .containsKey(admitted.getValue().startsWith("v1_") ? "flink-conf.yaml" : "config.yaml");
    }
  }

  @Test
  void puts_versions_in_the_order_of_their_numbers() {
    assertThat(new FlinkVersion(1, 9)).isLessThan(new FlinkVersion(1, 10));
    assertThat(new FlinkVersion(1, 20)).isLessThan(new FlinkVersion(2, 0));
  }

  @ParameterizedTest(name = "Flink {0}.{1}: {2} {3} becomes {4} {5}")
  @CsvSource({
    "1, 14, high-availability.type, kubernetes, high-availability,"
        + " org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory",
    "1, 15, high-availability, KUBERNETES, high-availability,"
        + " org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory",
    "1, 16, high-availability.type, kubernetes, high-availability, kubernetes",
    "1, 16, high-availability.type, zookeeper, high-availability, zookeeper",
    "1, 17, high-availability.type, kubernetes, high-availability.type, kubernetes",
    "1, 20, high-availability, kubernetes, high-availability, kubernetes",
    "2, 0, high-availability, kubernetes, high-availability.type, kubernetes",
    "1, 19, execution.checkpointing.dir, s3://a, state.checkpoints.dir, s3://a",
    "1, 20, execution.checkpointing.dir, s3://a, execution.checkpointing.dir, s3://a",
    "2, 0, state.checkpoints.dir, s3://a, state.checkpoints.dir, s3://a",
    "2, 3, restart-strategy, none, restart-strategy.type, none"
  })
  void names_an_option_as_the_version_does(
      int major, int minor, String given, String value, String name, String written) {
    SortedMap<String, String> options = new TreeMap<>();
    options.put(given, value);
    OldOptionNames.apply(options, new FlinkVersion(major, minor));
    assertThat(options).containsOnlyKeys(name).containsEntry(name, written);
  }

  @Test
  void lets_the_new_name_win_where_both_are_given() {
    for (FlinkVersion version :
        new FlinkVersion[] {new FlinkVersion(1, 16), new FlinkVersion(2, 0)}) {
      SortedMap<String, String> options = new TreeMap<>();
      options.put("state.backend", "hashmap");
      options.put("state.backend.type", "rocksdb");
      OldOptionNames.apply(options, version);
      assertThat(options.values()).as(version.toString()).containsExactly("rocksdb");
    }
  }
}
