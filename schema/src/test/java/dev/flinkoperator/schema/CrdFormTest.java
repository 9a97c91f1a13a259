package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of the CRDs without an API server. */
class CrdFormTest {
  /**
   * Plain {@code kubectl apply} keeps the whole object in an annotation, and annotations end at 256
   * KiB (kubernetes/apimachinery, TotalAnnotationSizeLimitB); the rest of it is kept free.
   */
  private static final int MOST_BYTES = 230_000;

  @Test
  void are_all_tested() throws IOException {
    try (var files = Files.list(Crd.FOLDER)) {
      assertThat(files.filter(file -> file.toString().endsWith("-v1.yml")))
          .containsExactlyInAnyOrderElementsOf(
              List.of(Crd.values()).stream().map(f -> f.file).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void is_small_enough_for_client_side_apply(Crd crd) {
    assertThat(crd.read().toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
  }

  @Test
  void has_the_same_pod_template_in_all_three_places() {
    var spec = Crd.FLINK_DEPLOYMENT.schema().at("/properties/spec/properties");
    var common = template(spec);
    assertThat(common.at("/properties/spec/properties/containers/items/properties")).isNotEmpty();
    assertThat(template(spec.at("/jobManager/properties"))).isEqualTo(common);
    assertThat(template(spec.at("/taskManager/properties"))).isEqualTo(common);
  }

  /** The model has one class for both, and users one thing to learn. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "conditions",
        "error",
        "restorePoint",
        "operation",
        "consumedNonces",
        "failedRestarts",
        "jobStatus",
        "reconciliationStatus"
      })
  void says_of_a_session_job_what_it_says_of_an_application(String part) {
    var path = "/properties/status/properties/" + part;
    assertThat(Crd.FLINK_DEPLOYMENT.schema().at(path)).isNotEmpty();
    assertThat(Crd.FLINK_SESSION_JOB.schema().at(path))
        .isEqualTo(Crd.FLINK_DEPLOYMENT.schema().at(path));
  }

  @ParameterizedTest
  @EnumSource
  void describes_every_field_of_ours(Crd crd) {
    var undescribed = new ArrayList<String>();
    for (var part : List.of("spec", "status")) {
      collectUndescribed(part, crd.schema().path("properties").path(part), undescribed);
    }
    assertThat(undescribed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void gives_every_list_a_type(Crd crd) {
    var untyped = new ArrayList<String>();
    collect(
        "",
        crd.schema(),
        schema ->
            schema.path("type").asText().equals("array") && !schema.has("x-kubernetes-list-type"),
        untyped);
    assertThat(untyped).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sets_no_default_in_the_spec_that_would_look_like_drift(Crd crd) {
    var defaulted = new ArrayList<String>();
    collect("", crd.schema().at("/properties/spec"), schema -> schema.has("default"), defaulted);
    assertThat(defaulted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void says_nothing_the_api_server_would_drop(Crd crd) {
    assertThat(crd.version().path("additionalPrinterColumns"))
        .isNotEmpty()
        .allSatisfy(column -> assertThat(column.path("priority").asInt(1)).isPositive());
    assertThat(crd.read().findValues("categories")).allMatch(list -> !list.isEmpty());
  }

  private static JsonNode template(JsonNode properties) {
    ObjectNode template = properties.path("podTemplate").deepCopy();
    return template.without("description");
  }

  /** Pod templates are Kubernetes', and described there. */
  private static void collectUndescribed(String path, JsonNode schema, List<String> found) {
    if (schema.path("description").asText().isBlank()) {
      found.add(path);
    }
    for (var property : schema.path("properties").properties()) {
      if (property.getKey().equals("podTemplate")) {
        assertThat(property.getValue().path("description").asText()).as(path).isNotBlank();
      } else {
        collectUndescribed(path + "." + property.getKey(), property.getValue(), found);
      }
    }
    if (schema.path("items").path("type").asText().equals("object")) {
      collectUndescribed(path + "[]", schema.path("items"), found);
    }
  }

  private static void collect(
      String path, JsonNode schema, Predicate<JsonNode> wanted, List<String> found) {
    if (wanted.test(schema)) {
      found.add(path);
    }
    for (var property : schema.path("properties").properties()) {
      collect(path + "." + property.getKey(), property.getValue(), wanted, found);
    }
    for (var inner : List.of("items", "additionalProperties")) {
      if (schema.has(inner)) {
        collect(path + "." + inner, schema.path(inner), wanted, found);
      }
    }
  }
}
