package dev.flinkoperator.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schema to classes and back to a schema: what comes back says the same, so neither can drift. */
class SchemaAgreementTest {
  /** A whole Pod as template, which the model keeps as unknown fields of PodTemplateSpec. */
  private static final Set<String> OF_A_POD = Set.of(".apiVersion", ".kind", ".status");

  private final Path folder;

  SchemaAgreementTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource
  void agrees_on_the_spec(OurKind kind) {
    assertThat(ours(generated(kind).at("/properties/spec")))
        .containsExactlyInAnyOrderEntriesOf(ours(written(kind).at("/properties/spec")));
  }

  @ParameterizedTest
  @EnumSource
  void agrees_on_the_status(OurKind kind) {
    assertThat(ours(generated(kind).at("/properties/status")))
        .containsExactlyInAnyOrderEntriesOf(ours(written(kind).at("/properties/status")));
  }

  @Test
  void has_a_java_field_for_every_field_of_a_pod_template() {
    var template = "/properties/spec/properties/podTemplate";
    var fields = Shape.of(written(OurKind.FLINK_DEPLOYMENT).at(template)).keySet();
    fields.removeAll(OF_A_POD);
    assertThat(Shape.of(generated(OurKind.FLINK_DEPLOYMENT).at(template)).keySet())
        .containsAll(fields);
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

  private static JsonNode written(OurKind kind) {
    return schema(Manifests.REPOSITORY.resolve("schema").resolve(kind.crdFile()));
  }

  private JsonNode generated(OurKind kind) {
    new CRDGenerator()
        .customResourceClasses(kind.type)
        .forCRDVersions("v1")
        .inOutputDir(folder.toFile())
        .generate();
    return schema(folder.resolve(kind.crdFile()));
  }

  private static JsonNode schema(Path crd) {
    return Manifests.tree(Manifests.read(crd)).at("/spec/versions/0/schema/openAPIV3Schema");
  }
}
