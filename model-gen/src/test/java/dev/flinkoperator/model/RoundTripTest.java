package dev.flinkoperator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** A manifest read into the model and written again says the same. */
class RoundTripTest {
  static Stream<ArgumentSet> manifests() throws IOException {
    return Stream.concat(Manifests.in("schema/valid"), Manifests.in("examples"));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void keeps_every_field_of_a_manifest(String manifest) {
    var read = Serialization.unmarshal(manifest, OurKind.of(manifest).type);
    assertSame(Serialization.asYaml(read), manifest);
    assertThat(read).extracting("additionalProperties", MAP).isEmpty();
  }

  static Stream<ArgumentSet> statuses() throws IOException {
    var statuses = new ArrayList<ArgumentSet>();
    for (var kind : OurKind.values()) {
      try (var files = Files.list(kind.statuses())) {
        files
            .sorted()
            .map(file -> Arguments.argumentSet(kind + " " + file.getFileName(), kind, file))
            .forEach(statuses::add);
      }
    }
    return statuses.stream();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void keeps_every_field_of_a_status(OurKind kind, Path file) {
    var status = Manifests.tree(Manifests.read(file)).path("status").toString();
    var read = Serialization.unmarshal(status, kind.statusType);
    assertSame(Serialization.asYaml(read), status);
    assertThat(read).extracting("additionalProperties", MAP).isEmpty();
  }

  @Test
  void keeps_fields_the_schema_does_not_know() {
    var manifest =
        """
        apiVersion: flink.apache.org/v1beta1
        kind: FlinkDeployment
        metadata:
          name: from-the-future
        spec:
          flinkVersion: v2_3
          novelty:
            deep: [1, two]
          job:
            novelty: true
          podTemplate:
            apiVersion: v1
            kind: Pod
            spec:
              novelty: 1
        status:
          novelty: text
        """;
    assertSame(
        Serialization.asYaml(Serialization.unmarshal(manifest, FlinkDeployment.class)), manifest);
  }

  @Test
  void keeps_options_in_the_order_they_were_written() {
    var spec =
        Serialization.unmarshal(
                """
                spec:
                  flinkConfiguration: {z: 1, a: 2, m: {y: 3, b: 4}}
                """,
                FlinkDeployment.class)
            .getSpec();
    assertThat(List.copyOf(spec.getFlinkConfiguration().keySet())).containsExactly("z", "a", "m");
    assertThat(spec.getFlinkConfiguration().get("m")).hasToString("{y=3, b=4}");
  }

  private static void assertSame(String written, String read) {
    JsonNode actual = Manifests.tree(written);
    JsonNode expected = Manifests.tree(read);
    assertThat(expected.equals(Manifests::compare, actual))
        .as("written\n%s\nread\n%s", actual.toPrettyString(), expected.toPrettyString())
        .isTrue();
  }
}
