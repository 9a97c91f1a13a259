package dev.flinkoperator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schema to classes and back to a schema: what comes back says the same, so neither can drift. */
class SchemaAgreementTest {
  private static final String FILE = "flinkdeployments.flink.apache.org-v1.yml";

  /** A whole Pod as template, which the model keeps as unknown fields of PodTemplateSpec. */
  private static final Set<String> OF_A_POD = Set.of(".apiVersion", ".kind", ".status");

  private final JsonNode written = schema(Manifests.REPOSITORY.resolve("schema").resolve(FILE));
  private final JsonNode generated;

  SchemaAgreementTest(@TempDir Path folder) {
    new CRDGenerator()
        .customResourceClasses(FlinkDeployment.class)
        .forCRDVersions("v1")
        .inOutputDir(folder.toFile())
        .generate();
    generated = schema(folder.resolve(FILE));
  }

  @Test
  void agrees_on_the_spec() {
    assertThat(ours(generated.at("/properties/spec")))
        .containsExactlyInAnyOrderEntriesOf(ours(written.at("/properties/spec")));
  }

  @Test
  void agrees_on_the_status() {
    assertThat(ours(generated.at("/properties/status")))
        .containsExactlyInAnyOrderEntriesOf(ours(written.at("/properties/status")));
  }

  @Test
  void has_a_java_field_for_every_field_of_a_pod_template() {
    var template = "/properties/spec/properties/podTemplate";
    var fields = Shape.of(written.at(template)).keySet();
    fields.removeAll(OF_A_POD);
    assertThat(Shape.of(generated.at(template)).keySet()).containsAll(fields);
  }

  /**
   * Kubernetes' own types have their own idea of what is required; pod templates are compared
   * apart.
   */
  private static Map<String, String> ours(JsonNode schema) {
    return Shape.of(schema).entrySet().stream()
        .filter(field -> !field.getKey().contains(".podTemplate."))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                field ->
                    field.getKey().matches(".*\\.(conditions|claims)\\[].*")
                        ? field.getValue().replace(" required", "")
                        : field.getValue()));
  }

  private static JsonNode schema(Path crd) {
    return Manifests.tree(Manifests.read(crd)).at("/spec/versions/0/schema/openAPIV3Schema");
  }
}
